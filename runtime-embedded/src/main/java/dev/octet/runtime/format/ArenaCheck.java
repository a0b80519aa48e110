package dev.octet.runtime.format;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/**
 * Validates the order of the steps and the places of the tensors: everything read was written
 * before, nothing is written twice or for nothing, and tensors that hold something at the same time
 * lie apart (but for the sharing that {@link Lifetimes#mayShare} allows).
 */
final class ArenaCheck {
  private final Schedule schedule;
  private final String source;
  private final Lifetimes lifetimes;

  ArenaCheck(Schedule schedule, String source) {
    this.schedule = schedule;
    this.source = source;
    this.lifetimes = new Lifetimes(schedule);
  }

  void run() {
    order();
    sizes();
    for (int a = 0; a < schedule.tensors.length; a++) {
      for (int b = a + 1; b < schedule.tensors.length; b++) {
        apart(a, b);
      }
    }
  }

  private void order() {
    boolean[] written = new boolean[schedule.tensors.length];
    boolean[] read = new boolean[schedule.tensors.length];
    written[schedule.input] = true;
    for (int step = 0; step < schedule.operations.length; step++) {
      Operation operation = schedule.operations[step];
      Check check = ScheduleValidator.operation(source, step, operation);
      for (int i = 0; i < operation.inputCount(); i++) {
        int tensor = operation.input(i);
        check.require(
            written[tensor],
            "tensor " + schedule.tensors[tensor].name() + " is read before it is written");
        read[tensor] = true;
      }
      check.require(
          !written[operation.output()],
          "tensor " + schedule.tensors[operation.output()].name() + " is written twice");
      written[operation.output()] = true;
    }
    for (int head : schedule.heads) {
      read[head] = true;
    }
    for (int i = 0; i < schedule.tensors.length; i++) {
      tensor(i).require(written[i], "no step writes the tensor");
      tensor(i).require(read[i], "no step reads the tensor");
    }
  }

  private void sizes() {
    int bytes = 0;
    int shorts = 0;
    for (int i = 0; i < schedule.tensors.length; i++) {
      TensorSpec t = schedule.tensors[i];
      int size = t.type().wide() ? schedule.arena16 : schedule.arena8;
      tensor(i)
          .require(
              t.arenaOffset() >= 0 && t.arenaOffset() <= size - lifetimes.held(i),
              "the tensor leaves its arena of " + size + " elements");
      int end = t.arenaOffset() + lifetimes.held(i);
      bytes = Math.max(bytes, t.type().wide() ? 0 : end);
      shorts = Math.max(shorts, t.type().wide() ? end : 0);
    }
    Check check = new Check(source);
    check.range("the int8 arena", schedule.arena8, 0, bytes + FormatLimits.ARENA_SLACK);
    check.range("the int16 arena", schedule.arena16, 0, shorts + FormatLimits.ARENA_SLACK);
  }

  private void apart(int a, int b) {
    TensorSpec x = schedule.tensors[a];
    TensorSpec y = schedule.tensors[b];
    boolean meet =
        x.type().wide() == y.type().wide()
            && x.arenaOffset() < y.arenaOffset() + lifetimes.held(b)
            && y.arenaOffset() < x.arenaOffset() + lifetimes.held(a);
    if (meet && lifetimes.overlap(a, b)) {
      tensor(a)
          .require(
              x.arenaOffset() == y.arenaOffset() && lifetimes.mayShare(a, b),
              "the tensor lies over " + y.name() + " while both are in use");
    }
  }

  private Check tensor(int index) {
    return ScheduleValidator.tensor(source, index, schedule.tensors[index]);
  }
}
