package dev.octet.report.study;

import dev.octet.report.compare.ImageResult;
import dev.octet.report.statistics.ImageFidelity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One class's accuracy in both models.
 *
 * @param label the class
 * @param images inputs of this class
 * @param floatRight of them, those that the float model gets right
 * @param int8Right those that the int8 model gets right
 */
public record ClassChange(int label, int images, int floatRight, int int8Right) {
  /** All classes that have labelled inputs, in order. */
  public static List<ClassChange> of(List<ImageResult> results) {
    Map<Integer, int[]> counts = new TreeMap<>();
    for (ImageResult result : results) {
      ImageFidelity image = result.fidelity();
      if (image.labelled()) {
        int[] count = counts.computeIfAbsent(image.label(), label -> new int[3]);
        count[0]++;
        count[1] += image.floatRight() ? 1 : 0;
        count[2] += image.int8Right() ? 1 : 0;
      }
    }
    List<ClassChange> changes = new ArrayList<>();
    counts.forEach((label, c) -> changes.add(new ClassChange(label, c[0], c[1], c[2])));
    return changes;
  }

  /** Int8 minus float, in points. */
  public double points() {
    return 100.0 * (int8Right - floatRight) / images;
  }
}
