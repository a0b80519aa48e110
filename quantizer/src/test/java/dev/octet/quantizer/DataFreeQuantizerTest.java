package dev.octet.quantizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.SelfCheck;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import org.junit.jupiter.api.Test;

/** Quantization without pictures: whole files, the same bytes, and clear refusals. */
class DataFreeQuantizerTest {
  private static final double[] HALVES = {0.5, 0.5, 0.5};
  private static final Preprocessing RULES =
      new Preprocessing(Resize.STRETCH, 1, HALVES, HALVES, new byte[0]);
  private static final FloatGraph V3 = MobileNets.v3Small(32, 10, 2);

  private static Quantization quantize(FloatGraph graph, QuantizerSettings settings) {
    return DataFreeQuantizer.quantize(
        QuantizationTrial.model(graph), RULES, new String[0], settings, Progress.SILENT);
  }

  @Test
  void theFileHoldsAndSaysWhatItIs() {
    Quantization result = quantize(V3, QuantizationTrial.SETTINGS);
    byte[] bytes = OctetWriter.toBytes(result.schedule());
    OctetModel model =
        OctetModel.of(OctetReader.read(bytes, "free"), KernelSets.choose("reference"));
    try (Session session = model.newSession()) {
      SelfCheck check = SelfCheck.run(session);
      assertEquals(2, check.vectors());
      assertEquals("", check.difference());
    }
    assertEquals(0, result.images());
    assertTrue(Double.isNaN(result.tuningSqnrDb()));
    assertTrue(result.notes().get(0).contains("not known"), result.notes().toString());
    assertTrue(result.schedule().provenance.contains("\"dataFree\":true"));
  }

  @Test
  void theBytesFollowFromModelAndSeed() {
    byte[] one =
        OctetWriter.toBytes(quantize(V3, QuantizationTrial.SETTINGS.withThreads(1)).schedule());
    byte[] two =
        OctetWriter.toBytes(quantize(V3, QuantizationTrial.SETTINGS.withThreads(2)).schedule());
    assertArrayEquals(one, two);
  }

  @Test
  void aFoldedModelIsRefused() {
    FloatGraph folded = new FoldBatchNorm().apply(V3);
    OctetException e =
        assertThrows(OctetException.class, () -> quantize(folded, QuantizationTrial.SETTINGS));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.where().contains(V3.nodes().get(0).name()), e.where());
  }

  @Test
  void mixedPrecisionNeedsData() {
    OctetException e =
        assertThrows(
            OctetException.class,
            () -> quantize(V3, QuantizationTrial.SETTINGS.withPrecision(Precision.MIXED, 40)));
    assertEquals(Failure.USAGE, e.failure());
  }
}
