package dev.octet.quantizer.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Orders in which a greedy planner may place blocks; the first ones are the usually good ones. */
final class PlacementOrders {
  private static final Comparator<ArenaBlock> BY_SIZE =
      Comparator.comparingLong(ArenaBlock::size)
          .reversed()
          .thenComparing(b -> b.first() - b.last())
          .thenComparing(ArenaBlock::first)
          .thenComparing(b -> b.tensors().get(0));

  private static final int VARIATIONS = 200;
  private static final long SEED = 20;

  private PlacementOrders() {}

  /** The orders, made one by one as they are asked for. */
  static Iterable<List<ArenaBlock>> of(List<ArenaBlock> blocks, int steps) {
    if (blocks.isEmpty()) {
      return List.of();
    }
    List<List<ArenaBlock>> plain =
        List.of(bySize(blocks), byBreadth(blocks, steps), byTime(blocks));
    Random random = new Random(SEED);
    return () ->
        Stream.concat(
                plain.stream(),
                Stream.iterate(0, i -> i < VARIATIONS, i -> i + 1)
                    .map(i -> vary(plain.get(i % 2), random)))
            .iterator();
  }

  private static List<ArenaBlock> bySize(List<ArenaBlock> blocks) {
    return blocks.stream().sorted(BY_SIZE).toList();
  }

  private static List<ArenaBlock> byTime(List<ArenaBlock> blocks) {
    return blocks.stream()
        .sorted(Comparator.comparingInt(ArenaBlock::first).thenComparing(BY_SIZE))
        .toList();
  }

  /** The blocks of the step that has most in use, then those of the next, and so on. */
  private static List<ArenaBlock> byBreadth(List<ArenaBlock> blocks, int steps) {
    List<List<ArenaBlock>> live = new ArrayList<>();
    for (int step = -1; step <= steps; step++) {
      int now = step;
      live.add(
          blocks.stream()
              .filter(b -> b.first() <= now && now <= b.last())
              .sorted(BY_SIZE)
              .toList());
    }
    live.sort(
        Comparator.comparingLong(
                (List<ArenaBlock> step) -> step.stream().mapToLong(ArenaBlock::size).sum())
            .reversed());
    Set<ArenaBlock> order = new LinkedHashSet<>();
    live.forEach(order::addAll);
    return List.copyOf(order);
  }

  /** A few neighbours change places. */
  private static List<ArenaBlock> vary(List<ArenaBlock> order, Random random) {
    List<ArenaBlock> varied = new ArrayList<>(order);
    int swaps = 1 + random.nextInt(4);
    for (int i = 0; i < swaps; i++) {
      int from = random.nextInt(varied.size());
      Collections.swap(varied, from, Math.min(varied.size() - 1, from + 1 + random.nextInt(4)));
    }
    return varied;
  }
}
