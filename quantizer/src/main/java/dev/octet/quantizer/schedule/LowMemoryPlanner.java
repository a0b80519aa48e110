package dev.octet.quantizer.schedule;

import dev.octet.runtime.format.Lifetimes;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.BandWalk;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Plans a schedule for boards with little memory: chains of convolutions around the step that has
 * most in use become {@link BandGroup}s, then those around the next one, until no chain helps. The
 * bits are those of the plain schedule; what it costs is many small steps instead of a few large
 * ones.
 */
public final class LowMemoryPlanner {
  /** About what the runtime needs for each prepared part of a step, in bytes. */
  private static final int PART_BYTES = 512;

  private static final int LONGEST_CHAIN = 12;
  private static final int MOST_ROWS = 64;

  private final Schedule schedule;
  private final boolean[] chained;

  private LowMemoryPlanner(Schedule schedule) {
    this.schedule = schedule;
    this.chained = chained(schedule);
  }

  /**
   * The same schedule with planned tensors, in bands where that makes the arenas smaller. Bands and
   * places it had before are ignored; the same schedule always gets the same plan.
   */
  public static Schedule plan(Schedule schedule) {
    Schedule plain = ArenaPlanner.plan(schedule.withBands());
    List<BandGroup> groups = new LowMemoryPlanner(plain).groups();
    if (groups.isEmpty()) {
      return plain;
    }
    Schedule banded = ArenaPlanner.plan(plain.withBands(groups.toArray(new BandGroup[0])));
    return ArenaFigures.bytes(banded) < ArenaFigures.bytes(plain) ? banded : plain;
  }

  /** Whether each step is a convolution that alone reads the output of the convolution before. */
  private static boolean[] chained(Schedule schedule) {
    int[] readers = new int[schedule.tensors.length];
    for (int head : schedule.heads) {
      readers[head]++;
    }
    for (Operation operation : schedule.operations) {
      for (int i = 0; i < operation.inputCount(); i++) {
        readers[operation.input(i)]++;
      }
    }
    boolean[] chained = new boolean[schedule.operations.length];
    for (int step = 1; step < chained.length; step++) {
      Operation before = schedule.operations[step - 1];
      Operation operation = schedule.operations[step];
      chained[step] =
          before instanceof Convolution
              && operation instanceof Convolution
              && operation.input(0) == before.output()
              && readers[before.output()] == 1;
    }
    return chained;
  }

  private List<BandGroup> groups() {
    List<BandGroup> groups = new ArrayList<>();
    while (true) {
      long[] live = live(groups);
      int peak = 0;
      for (int step = 0; step < live.length; step++) {
        peak = live[step] > live[peak] ? step : peak;
      }
      Optional<Candidate> best = best(groups, peak, live[peak]);
      if (best.isEmpty()) {
        return groups;
      }
      groups = best.get().groups();
    }
  }

  /** Groups with one more, and the bytes it needs. */
  private record Candidate(List<BandGroup> groups, long bytes) {}

  /** The chain around a step, with its rows, that needs least; empty if none needs less. */
  private Optional<Candidate> best(List<BandGroup> groups, int peak, long bytes) {
    List<Candidate> candidates = new ArrayList<>();
    int start = peak;
    while (start > 0 && chained[start] && peak - start < LONGEST_CHAIN) {
      start--;
    }
    for (int first = start; first <= peak; first++) {
      int last = Math.max(first, peak);
      for (; last < chained.length && last - first < LONGEST_CHAIN; last++) {
        if (last > first && !chained[last]) {
          break;
        }
        if (last > first) {
          for (int rows = 1; rows <= MOST_ROWS; rows *= 2) {
            candidate(groups, new BandGroup(first, last, rows), bytes).ifPresent(candidates::add);
          }
        }
      }
    }
    return candidates.stream().min(Comparator.comparingLong(Candidate::bytes));
  }

  private Optional<Candidate> candidate(List<BandGroup> groups, BandGroup added, long bytes) {
    int height = schedule.tensors[schedule.operations[added.last].output()].height();
    List<BandGroup> joined = new ArrayList<>(groups);
    joined.removeIf(g -> added.first <= g.first && g.last <= added.last);
    if (added.rows >= height
        || joined.stream().anyMatch(g -> added.first <= g.last && g.first <= added.last)) {
      return Optional.empty();
    }
    joined.add(added);
    joined.sort(Comparator.comparingInt(g -> g.first));
    long[] live = live(joined);
    long most = 0;
    for (int step = added.first; step <= added.last; step++) {
      most = Math.max(most, live[step]);
    }
    int parts = new BandWalk(added, schedule.operations, schedule.tensors).parts().size();
    most += (long) parts * PART_BYTES;
    return most < bytes && valid(joined)
        ? Optional.of(new Candidate(joined, most))
        : Optional.empty();
  }

  private boolean valid(List<BandGroup> groups) {
    return ScheduleValidator.takesBands(schedule.withBands(groups.toArray(new BandGroup[0])));
  }

  /** Bytes in use at each step. */
  private long[] live(List<BandGroup> groups) {
    Schedule banded = schedule.withBands(groups.toArray(new BandGroup[0]));
    Lifetimes lifetimes = new Lifetimes(banded);
    long[] live = new long[schedule.operations.length];
    for (int t = 0; t < schedule.tensors.length; t++) {
      long bytes = (long) lifetimes.held(t) * schedule.tensors[t].type().bytes();
      for (int step = Math.max(0, lifetimes.first(t));
          step <= Math.min(live.length - 1, lifetimes.last(t));
          step++) {
        live[step] += bytes;
      }
    }
    return live;
  }
}
