package dev.octet.report.study;

import dev.octet.report.compare.ImageResult;
import dev.octet.report.statistics.ImageFidelity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mistake that one model makes more often than the other.
 *
 * @param label the right class
 * @param answer the class that is named instead
 * @param floatCount how often the float model does
 * @param int8Count how often the int8 model does
 */
public record ConfusionChange(int label, int answer, int floatCount, int int8Count) {
  private record Cell(int label, int answer) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell other) {
      int byLabel = Integer.compare(label, other.label);
      return byLabel != 0 ? byLabel : Integer.compare(answer, other.answer);
    }
  }

  /** The mistakes whose number has changed, those that changed most first. */
  public static List<ConfusionChange> of(List<ImageResult> results) {
    Map<Cell, int[]> counts = new TreeMap<>();
    for (ImageResult result : results) {
      ImageFidelity image = result.fidelity();
      if (image.labelled() && !image.agrees()) {
        count(counts, image.label(), image.floatTop())[0]++;
        count(counts, image.label(), image.int8Top())[1]++;
      } else if (image.labelled() && !image.floatRight()) {
        int[] both = count(counts, image.label(), image.floatTop());
        both[0]++;
        both[1]++;
      }
    }
    List<ConfusionChange> changes = new ArrayList<>();
    counts.forEach(
        (cell, c) -> {
          if (cell.label() != cell.answer() && c[0] != c[1]) {
            changes.add(new ConfusionChange(cell.label(), cell.answer(), c[0], c[1]));
          }
        });
    changes.sort(Comparator.comparingInt((ConfusionChange c) -> -Math.abs(c.change())));
    return changes;
  }

  private static int[] count(Map<Cell, int[]> counts, int label, int answer) {
    return counts.computeIfAbsent(new Cell(label, answer), cell -> new int[2]);
  }

  /** Int8 minus float. */
  public int change() {
    return int8Count - floatCount;
  }
}
