package dev.octet.report.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.ForwardedSource;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.compare.CompareOptions;
import dev.octet.report.compare.Comparer;
import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.LogitsListener;
import dev.octet.report.compare.SmallModel;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Origin;
import dev.octet.report.study.ReferenceFile;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdvisorTest {
  private static SmallModel model;

  @BeforeAll
  static void make() {
    model = SmallModel.make();
  }

  private static Study study(TensorSource inputs) {
    List<Comparison> comparisons =
        new Comparer(model.graph(), model.int8(), 1)
            .compareAll(inputs, CompareOptions.of(8, 8), LogitsListener.NONE, Progress.SILENT);
    return new Study(
        new ReferenceFile("small", "float model.onnx", 1000, "test", "00"),
        comparisons,
        List.of(new CandidateFile("small.octet", 100, "00", Optional.empty(), Optional.empty())),
        inputs,
        model.graph().inputShape(),
        List.of(),
        AccuracyBudget.none(),
        new Origin(List.of("octet", "compare"), "1", Optional.empty(), Map.of()));
  }

  private static List<String> titles(Study study) {
    return Advisor.of(study).stream().map(Advice::title).toList();
  }

  @Test
  void aFloatModelThatGuessesComesFirst() {
    // The labels have nothing to do with the inputs.
    List<String> titles = titles(study(SmallModel.inputs(70, 4, 3)));
    assertEquals("Check preprocessing and labels first.", titles.get(0));
    assertEquals("Replace 1 unreadable input.", titles.get(1));
    assertTrue(titles.contains("Calibrate with more photos."), titles.toString());
    assertTrue(titles.contains("Compare on more labelled inputs."), titles.toString());
  }

  @Test
  void withoutLabelsTheyAreAskedFor() {
    TensorSource unlabelled =
        new ForwardedSource<TensorSource>(SmallModel.inputs(20, 4, -1)) {
          @Override
          public int label(int index) {
            return UNLABELLED;
          }
        };
    List<String> titles = new ArrayList<>(titles(study(unlabelled)));
    assertTrue(titles.contains("Add labels to see the accuracy."), titles.toString());
    assertTrue(titles.stream().noneMatch(title -> title.contains("labelled inputs")));
  }
}
