package dev.octet.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.report.compare.ImageResult;
import dev.octet.report.statistics.ImageFidelity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classes, confusions and single inputs. */
class ChangesTest {
  private final List<ImageResult> images = new ArrayList<>();

  /** Adds an input whose largest logits are at two classes of four. */
  private void add(int label, int floating, int int8, float floatLogit, float int8Logit) {
    float[] reference = new float[4];
    float[] quantized = new float[4];
    reference[floating] = floatLogit;
    quantized[int8] = int8Logit;
    images.add(new ImageResult(images.size(), ImageFidelity.of(reference, quantized, label)));
  }

  @Test
  void countsWhatMoved() {
    add(0, 0, 0, 3, 3);
    add(0, 0, 1, 2, 1);
    add(0, 0, 1, 5, 1);
    add(1, 2, 1, 1, 1);
    add(1, 2, 2, 1, 1);
    add(2, 3, 0, 1, 1);
    add(-1, 3, 0, 1, 1);
    assertEquals(
        List.of(
            new ClassChange(0, 3, 3, 1), new ClassChange(1, 2, 0, 1), new ClassChange(2, 1, 0, 0)),
        ClassChange.of(images));
    assertEquals(
        List.of(
            new ConfusionChange(0, 1, 0, 2),
            new ConfusionChange(1, 2, 2, 1),
            new ConfusionChange(2, 0, 0, 1),
            new ConfusionChange(2, 3, 1, 0)),
        ConfusionChange.of(images));
  }

  @Test
  void picksWhatIsWorthALook() {
    add(0, 0, 1, 2, 1);
    add(0, 0, 1, 5, 1);
    add(0, 0, 0, 3, 1);
    add(0, 0, 0, 3, 2);
    NotableImages notable = NotableImages.of(images, 1);
    assertEquals(List.of(1, 0), notable.flips().stream().map(ImageResult::index).toList());
    assertEquals(List.of(2), notable.closest().stream().map(ImageResult::index).toList());
    // Noise relative to the signal: (4 + 1) / 4 against (25 + 1) / 25.
    assertEquals(List.of(0), notable.moved().stream().map(ImageResult::index).toList());
  }
}
