package dev.octet.quantizer.mixed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.Precision;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizerSettings;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MixedPrecisionTest {
  private static final FloatGraph GRAPH = MobileNets.v2(32, 0.35, 10, 2);

  @Test
  @Timeout(120)
  void tensorsAreWidenedUntilTheFidelityIsReached() {
    Quantization narrow = QuantizationTrial.quantize(GRAPH, QuantizationTrial.SETTINGS);
    double wanted = narrow.tuningSqnrDb();
    QuantizerSettings settings = QuantizationTrial.SETTINGS.withPrecision(Precision.MIXED, wanted);
    Quantization wide = QuantizationTrial.quantize(GRAPH, settings);
    // it is reached by 19 in 20 inputs, so by more than that over all of them
    assertTrue(
        wide.tuningSqnrDb() >= wanted + 0.5,
        wide.tuningSqnrDb() + " dB after " + narrow.tuningSqnrDb() + " dB");
    int widened = wideTensors(wide.schedule()) - wideTensors(narrow.schedule());
    assertTrue(widened > 0, "nothing was widened");
    assertEquals(
        widened, wide.notes().stream().filter(note -> note.startsWith("16 bits for ")).count());
    assertEquals(ElementType.INT8, wide.schedule().tensors[wide.schedule().input].type());

    byte[] file = OctetWriter.toBytes(wide.schedule());
    assertArrayEquals(
        file,
        OctetWriter.toBytes(QuantizationTrial.quantize(GRAPH, settings.withThreads(1)).schedule()));
  }

  @Test
  @Timeout(120)
  void aGoalOutOfReachIsSaid() {
    List<String> notes =
        QuantizationTrial.quantize(
                GRAPH, QuantizationTrial.SETTINGS.withPrecision(Precision.MIXED, 150))
            .notes();
    String last = notes.get(notes.size() - 1);
    assertTrue(last.contains("less than the 150.00 dB aimed at"), last);
  }

  @Test
  @Timeout(120)
  void nothingIsWidenedWhereEightBitsAreEnough() {
    Quantization narrow = QuantizationTrial.quantize(GRAPH, QuantizationTrial.SETTINGS);
    Quantization mixed =
        QuantizationTrial.quantize(
            GRAPH, QuantizationTrial.SETTINGS.withPrecision(Precision.MIXED, 5));
    assertEquals(wideTensors(narrow.schedule()), wideTensors(mixed.schedule()));
    assertEquals(0, mixed.notes().size());
  }

  private static int wideTensors(Schedule schedule) {
    int wide = 0;
    for (TensorSpec tensor : schedule.tensors) {
      wide += tensor.type() == ElementType.INT16 ? 1 : 0;
    }
    return wide;
  }
}
