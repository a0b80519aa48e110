package dev.octet.report.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.Sampler;
import dev.octet.calibration.SourceOptions;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.ExifMode;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.load.FloatModels;
import dev.octet.model.parallel.Parallel;
import dev.octet.report.witness.ReadingSearch.Found;
import dev.octet.report.witness.ReadingSearch.Open;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo's trained networks, read right and in every wrong way that is known. */
final class ReadingSearchTest {
  private static final Path DEMO = Path.of("../demo");
  private static final Parallel TWO = new Parallel(2);
  private static final Preprocessing RIGHT = rules(Normalization.IMAGENET, Resize.STRETCH);

  private static Preprocessing rules(Normalization normalization, Resize resize) {
    return normalization.preprocessing(resize, 3);
  }

  private static ImportOptions size() {
    return ImportOptions.size(56, 56);
  }

  private static FloatModel read(String model, ImportOptions options) {
    return FloatModels.read(DEMO.resolve("models/" + model + ".safetensors"), options);
  }

  private static TensorSource photos(FloatModel model, int count) {
    SourceOptions options =
        new SourceOptions(
            model.graph().inputShape(), 10, Optional.of(RIGHT), Optional.empty(), ExifMode.IGNORE);
    return Sampler.draw(
        Sources.open(DEMO.resolve("images/calibration"), options, Progress.SILENT), count, 0);
  }

  private static Testimony hear(String model, Reading reading) {
    FloatModel read = read(model, reading.options());
    Inputs inputs =
        new WitnessInputs(photos(read, NormWitness.INPUTS), NormWitness.INPUTS, TWO)
            .of(reading.rules(), read.graph().inputShape());
    return NormWitness.of(read.graph()).orElseThrow().hear(inputs, TWO);
  }

  private static Reading reading(ImportOptions options) {
    return new Reading(options, Optional.of(RIGHT));
  }

  private static Map<String, Reading> wrong(String model, String... strides) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    for (Normalization way : Normalization.values()) {
      if (way != Normalization.IMAGENET) {
        readings.put(way.toString(), new Reading(size(), Optional.of(rules(way, Resize.STRETCH))));
      }
    }
    readings.put("bgr", reading(size().withBgr(true)));
    boolean v3 = model.contains("v3");
    readings.put("same", reading(size().withPadding("same").withBnEpsilon(v3 ? 1e-3 : 1e-5)));
    if (v3) {
      readings.put("before", reading(size().withGates("before")));
      readings.put("mixed", reading(size().withGates("mixed")));
    } else {
      readings.put("hard-swish", reading(size().withActivation("hard-swish")));
      if (model.contains("v2")) {
        readings.put("epsilon", reading(size().withBnEpsilon(1e-3)));
      }
    }
    for (String list : strides) {
      readings.put(list, reading(size().withStrides(list)));
    }
    return readings;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mobilenet_v1_025; 1,1,2,1,2,1,2,1,1,1,1,1,2,1 2,1,1,1,2,1,2,1,1,1,1,1,2,1"
            + " 2,1,2,1,1,1,2,1,1,1,1,1,2,1 2,1,2,1,2,1,1,1,1,1,1,1,2,1"
            + " 2,1,2,1,2,1,2,1,1,1,1,1,1d2,1d2"
            + " 2,1,2,1,2,2,1,1,1,1,1,1,2,1",
        "mobilenet_v2_035; 1,1,1,2,2,1,2,1 1,1,2,2,2,1,2,1 2,1,1,2,2,1,2,1 2,1,2,1,2,1,2,1"
            + " 2,1,2,2,2,1,1d2,1d2",
        "mobilenet_v3_small; 1,2,2,2,1,2 2,1,2,2,1,2 2,2,1,2,1,2 2,2,2,1,1,2 2,2,2,2,1,1d2"
      })
  void everyWrongReadingIsToldFromTheRightOne(String model, String strides) {
    Testimony right = hear(model, reading(size()));
    assertEquals(Fit.YES, right.verdict());
    assertEquals("", right.begin());
    Map<String, Reading> wrong = wrong(model, strides.trim().split(" "));
    assertEquals(12, wrong.size());
    List<String> missed = new ArrayList<>();
    wrong.forEach(
        (name, reading) -> {
          Parting parting = hear(model, reading).partingFrom(right);
          if (!parting.isOtherBetter()) {
            missed.add(name + " " + parting);
          }
        });
    assertEquals(List.of(), missed);
  }

  private static Found search(String model, Reading begin) {
    FloatModel read = read(model, begin.options());
    ReadingSearch search =
        new ReadingSearch(photos(read, NormWitness.INPUTS), TWO, options -> read(model, options));
    return search.best(read, begin, new Open(true, true, true, size())).orElseThrow();
  }

  @Test
  void findsTheWayBackFromTwoMistakes() {
    Found found =
        search(
            "mobilenet_v2_035",
            new Reading(
                size().withStrides("2,1,1,2,2,1,2,1"),
                Optional.of(rules(Normalization.ZERO_ONE, Resize.STRETCH))));
    assertEquals(Fit.YES, found.testimony().verdict());
    assertEquals(2, found.changes().size());
    assertEquals(
        "2,1,2,2,2,1,2,1",
        found.model().choices().stream()
            .filter(choice -> choice.name().equals(Choice.STRIDES))
            .findFirst()
            .orElseThrow()
            .value());
    assertEquals(0.485, found.reading().rules().orElseThrow().mean[0], "imagenet's mean of red");
  }

  @Test
  void leavesARightReadingAsItIsAndNamesWhatFitsAsWell() {
    Found found = search("mobilenet_v2_035", reading(size()));
    assertEquals(List.of(), found.changes());
    assertTrue(
        found.ties().stream().anyMatch(tie -> tie.value().equals("relu")),
        "no activation of this network reaches 6");
    assertNotEquals(0, found.testimony().samplingPart());
  }

  @Test
  void whatTheUserSaysStays() {
    ImportOptions asked = size().withStrides("1,1,1,2,2,1,2,1");
    FloatModel model = read("mobilenet_v2_035", asked);
    ReadingSearch search =
        new ReadingSearch(photos(model, NormWitness.INPUTS), TWO, o -> read("mobilenet_v2_035", o));
    Found found =
        search.best(model, reading(asked), new Open(false, false, false, asked)).orElseThrow();
    assertEquals(asked.strides(), found.reading().options().strides());
    assertEquals(Fit.DOUBTFUL, found.testimony().verdict());
    assertTrue(found.testimony().layers().contains(found.testimony().begin()));
  }

  @Test
  void theSameOnAnyNumberOfThreads() {
    FloatModel model = read("mobilenet_v1_025", size());
    NormWitness witness = NormWitness.of(model.graph()).orElseThrow();
    Inputs inputs =
        new WitnessInputs(photos(model, 9), 9, TWO)
            .of(Optional.of(RIGHT), model.graph().inputShape());
    Testimony one = witness.hear(inputs, new Parallel(1));
    Testimony three = witness.hear(inputs, new Parallel(3));
    assertEquals(one.divergence(), three.divergence());
    assertEquals(one.samplingPart(), three.samplingPart());
  }
}
