package dev.octet.quantizer.schedule;

import dev.octet.runtime.format.Lifetimes;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives every activation its place in the arena of its storage, so that tensors in use at the same
 * step lie apart and the arena is as small as can be: peak memory on the board is decided here.
 * Each arena is planned for itself. Several greedy orders are tried (largest first; the fullest
 * step first; seeded variations of these), with and without working in place, and the smallest
 * arena wins.
 */
public final class ArenaPlanner {
  /** Places are multiples of this, in elements. */
  public static final int ALIGNMENT = 16;

  private ArenaPlanner() {}

  /**
   * The same schedule with planned tensors and arena sizes. Offsets it had before are ignored; the
   * same schedule always gets the same plan.
   */
  public static Schedule plan(Schedule schedule) {
    Lifetimes lifetimes = new Lifetimes(schedule);
    TensorSpec[] tensors = schedule.tensors.clone();
    int bytes = plan(schedule, lifetimes, false, tensors);
    int shorts = plan(schedule, lifetimes, true, tensors);
    return schedule.placed(tensors, bytes, shorts);
  }

  /**
   * What no plan can go below: the largest sum of tensors in use at one step, in elements, an
   * output that works in place not counted, of a tensor in bands only the rows in use.
   *
   * @param wide the arena of shorts, or that of bytes
   */
  public static long lowerBound(Schedule schedule, boolean wide) {
    List<ArenaBlock> blocks = ArenaBlock.inPlace(schedule, new Lifetimes(schedule), wide);
    return lowerBound(blocks, schedule.operations.length);
  }

  private static long lowerBound(List<ArenaBlock> blocks, int steps) {
    long[] live = new long[steps + 2];
    for (ArenaBlock block : blocks) {
      for (int step = block.first(); step <= block.last(); step++) {
        live[step + 1] += block.size();
      }
    }
    long max = 0;
    for (long sum : live) {
      max = Math.max(max, sum);
    }
    return max;
  }

  private static int plan(
      Schedule schedule, Lifetimes lifetimes, boolean wide, TensorSpec[] tensors) {
    int steps = schedule.operations.length;
    List<ArenaBlock> shared = ArenaBlock.inPlace(schedule, lifetimes, wide);
    long bound = lowerBound(shared, steps);
    Placement best = null;
    for (List<ArenaBlock> blocks : List.of(shared, ArenaBlock.apart(schedule, lifetimes, wide))) {
      for (List<ArenaBlock> order : PlacementOrders.of(blocks, steps)) {
        if (best == null || best.size() > bound) {
          Placement candidate = Placement.greedy(order);
          best = best == null || candidate.size() < best.size() ? candidate : best;
        }
      }
    }
    if (best == null) {
      return 0;
    }
    int end = 0;
    for (int i = 0; i < best.order().size(); i++) {
      for (int tensor : best.order().get(i).tensors()) {
        tensors[tensor] = tensors[tensor].at(Math.toIntExact(best.offsets()[i]));
        end = Math.max(end, tensors[tensor].arenaOffset() + lifetimes.held(tensor));
      }
    }
    return end;
  }

  /** Blocks in the order they were placed, and where. */
  private record Placement(List<ArenaBlock> order, long[] offsets, long size) {
    /** Puts each block at the lowest place that is free during its whole life. */
    static Placement greedy(List<ArenaBlock> order) {
      long[] offsets = new long[order.size()];
      long size = 0;
      List<Integer> byOffset = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        ArenaBlock block = order.get(i);
        long place = 0;
        int rank = 0;
        for (int j : byOffset) {
          ArenaBlock other = order.get(j);
          if (other.overlaps(block) && place + block.size() > offsets[j]) {
            place = Math.max(place, offsets[j] + other.size());
          }
        }
        while (rank < byOffset.size() && offsets[byOffset.get(rank)] <= place) {
          rank++;
        }
        offsets[i] = place;
        byOffset.add(rank, i);
        size = Math.max(size, place + block.size());
      }
      return new Placement(order, offsets, size);
    }
  }
}
