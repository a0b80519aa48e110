package dev.octet.quantizer.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.Choice;
import dev.octet.runtime.OctetException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  /** As stored by version 0.1.0; files hold these bytes. */
  private static final String MIXED =
      "{\"tool\":\"octet\",\"version\":\"0.1.0\",\"source\":{\"sha256\":\"ab\",\"format\":\"ONNX"
          + " opset 17\"},\"choices\":[{\"name\":\"size\",\"value\":\"224x224\",\"reason\":\"as"
          + " --size says\"}],\"calibration\":{\"images\":12,\"seed\":7,\"preprocessing\":{"
          + "\"resize\":\"short-side\",\"cropFraction\":0.875,\"mean\":[0.485,0.5],\"std\":[1.0,"
          + "0.25]}},\"settings\":{\"precision\":\"mixed\",\"minSqnrDb\":40.0,\"sumFit\":true,"
          + "\"tuningImages\":256,\"byEffect\":true,\"ranges\":\"mean-square\",\"channelScales\":"
          + "true,\"balance\":true,\"errorCompensation\":true,\"biasCorrection\":true,"
          + "\"lowMemory\":true},\"notes\":[\"a note\"]}";

  private static final String DATA_FREE =
      "{\"tool\":\"octet\",\"version\":\"0.1.0\",\"source\":{\"sha256\":\"ab\",\"format\":\"f\"},"
          + "\"choices\":[],\"calibration\":{\"images\":0,\"dataFree\":true,\"seed\":0},"
          + "\"settings\":{\"precision\":\"int8\",\"tuningImages\":1,\"byEffect\":false,\"ranges\":"
          + "\"min-max\",\"channelScales\":false,\"balance\":false,\"errorCompensation\":false,"
          + "\"biasCorrection\":false},\"notes\":[]}";

  private static Provenance mixed() {
    return new Provenance(
        "octet",
        "0.1.0",
        new Provenance.Source("ab", "ONNX opset 17"),
        List.of(new Choice("size", "224x224", "as --size says")),
        new Provenance.Calibration(
            12,
            null,
            7,
            new Provenance.Photos("short-side", 0.875, List.of(0.485, 0.5), List.of(1.0, 0.25))),
        new Provenance.Settings(
            "mixed", 40.0, true, 256, true, "mean-square", true, true, true, true, true),
        List.of("a note"));
  }

  @Test
  void theBytesAreThoseOfTheFirstVersion() {
    assertEquals(MIXED, mixed().json());
    assertEquals(DATA_FREE, Provenance.read(DATA_FREE).orElseThrow().json());
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(mixed(), Provenance.read(MIXED).orElseThrow());
    assertEquals(MIXED, Provenance.tree(MIXED).toString());
  }

  @Test
  void otherVersionsMayLackFieldsAndHaveFurtherOnes() {
    Provenance read =
        Provenance.read("{\"tool\":\"other\",\"calibration\":{\"images\":3,\"light\":\"sun\"}}")
            .orElseThrow();
    assertEquals("other", read.tool());
    assertEquals(3, read.calibration().images());
    assertTrue(read.choices().isEmpty() && read.notes().isEmpty());
    assertEquals(null, read.settings().precision());
    assertEquals(Optional.empty(), Provenance.read(""));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (String text : List.of("{no json}", "{\"choices\":7}", "{\"calibration\":{\"images\":")) {
      OctetException e = assertThrows(OctetException.class, () -> Provenance.read(text), text);
      assertEquals(OctetException.Failure.INPUT, e.failure(), text);
      assertEquals("provenance", e.where(), text);
    }
  }
}
