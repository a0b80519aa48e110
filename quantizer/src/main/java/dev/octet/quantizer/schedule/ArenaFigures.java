package dev.octet.quantizer.schedule;

import dev.octet.runtime.schedule.Schedule;

/**
 * What a schedule's activations need, in bytes.
 *
 * @param bytes both arenas as they are
 * @param lowerBound what no plan of this schedule can go below
 * @param plainBytes both arenas when every step runs as a whole
 * @param lowMemoryBytes both arenas in bands of rows
 */
public record ArenaFigures(long bytes, long lowerBound, long plainBytes, long lowMemoryBytes) {
  /** The figures of a planned schedule. */
  public static ArenaFigures of(Schedule schedule) {
    long bound =
        ArenaPlanner.lowerBound(schedule, false) + 2 * ArenaPlanner.lowerBound(schedule, true);
    return new ArenaFigures(
        bytes(schedule),
        // The bound counts whole units of alignment; an arena ends with its last element.
        Math.min(bound, bytes(schedule)),
        bytes(ArenaPlanner.plan(schedule.withBands())),
        bytes(LowMemoryPlanner.plan(schedule)));
  }

  /** Bytes of both arenas. */
  public static long bytes(Schedule schedule) {
    return schedule.arena8 + 2L * schedule.arena16;
  }
}
