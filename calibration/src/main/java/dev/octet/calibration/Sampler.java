package dev.octet.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Draws inputs with a seed, spread over the sub-folders (for tensor files: over the labels). Every
 * group is shuffled, the groups' order too, and then each group in turn gives one until there are
 * enough. The random numbers are {@link Random}'s, whose algorithm its documentation prescribes, so
 * that a seed draws the same inputs everywhere.
 */
public final class Sampler {
  /** How many inputs are drawn for calibration where nobody says. */
  public static final int SAMPLES = 100;

  private Sampler() {}

  /**
   * Draws inputs.
   *
   * @param source where from
   * @param count how many; all if there are fewer
   * @param seed decides which
   * @return the drawn inputs in the order of the source; a {@link PixelSource} if the source is one
   */
  public static TensorSource draw(TensorSource source, int count, long seed) {
    return Subset.of(source, positions(source, count, seed));
  }

  /** What {@link #draw} leaves of a source, in the order of the source. */
  public static TensorSource rest(TensorSource source, int count, long seed) {
    int[] drawn = positions(source, count, seed);
    return Subset.of(
        source,
        IntStream.range(0, source.size()).filter(i -> Arrays.binarySearch(drawn, i) < 0).toArray());
  }

  private static int[] positions(TensorSource source, int count, long seed) {
    Map<String, List<Integer>> groups = new TreeMap<>(CodePoints.ORDER);
    for (int i = 0; i < source.size(); i++) {
      String group =
          source instanceof PixelSource
              ? Sources.firstFolder(source.name(i))
              : Integer.toString(source.label(i));
      groups.computeIfAbsent(group, name -> new ArrayList<>()).add(i);
    }
    Random random = new Random(seed);
    List<List<Integer>> order = new ArrayList<>(groups.values());
    order.forEach(group -> shuffle(group, random));
    shuffle(order, random);
    List<Integer> drawn = new ArrayList<>();
    int wanted = Math.min(Math.max(count, 0), source.size());
    for (int round = 0; drawn.size() < wanted; round++) {
      for (List<Integer> group : order) {
        if (round < group.size() && drawn.size() < wanted) {
          drawn.add(group.get(round));
        }
      }
    }
    return drawn.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** Fisher and Yates; not Collections.shuffle, whose steps are not specified. */
  private static <T> void shuffle(List<T> list, Random random) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T swapped = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swapped);
    }
  }
}
