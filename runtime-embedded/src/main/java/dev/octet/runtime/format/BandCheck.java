package dev.octet.runtime.format;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Validates the groups of steps that run in bands: chains of convolutions whose inner tensors
 * nobody else reads, and not more work than the file's size justifies.
 */
final class BandCheck {
  private final Schedule schedule;
  private final int[] readers;

  private BandCheck(Schedule schedule) {
    this.schedule = schedule;
    this.readers = new int[schedule.tensors.length];
    for (int head : schedule.heads) {
      readers[head] = 1;
    }
    for (Operation operation : schedule.operations) {
      for (int i = 0; i < operation.inputCount(); i++) {
        readers[operation.input(i)]++;
      }
    }
  }

  /** Refuses a schedule, its operations already checked, for its groups. */
  static void check(Schedule schedule, String source) {
    BandCheck groups = new BandCheck(schedule);
    int end = 0;
    long parts = 0;
    long weights = 0;
    for (int i = 0; i < schedule.bands.length; i++) {
      BandGroup group = schedule.bands[i];
      Check check = new Check(source + ": band group " + i);
      check.range("the first step", group.first, end, schedule.operations.length - 2);
      check.range("the last step", group.last, group.first + 1, schedule.operations.length - 1);
      groups.chain(group, check);
      Operation last = schedule.operations[group.last];
      int height = schedule.tensors[last.output()].height();
      check.range("the rows of a band", group.rows, 1, height);
      int bands = (height + group.rows - 1) / group.rows;
      parts += (long) bands * (group.last - group.first + 1);
      check.range("the number of parts", parts, 0, FormatLimits.BAND_PARTS);
      weights += bands * groups.weights(group.first, group.last);
      check.range(
          "the weights of all bands",
          weights,
          0,
          FormatLimits.bandWeights(groups.weights(0, schedule.operations.length - 1)));
      end = group.last + 1;
    }
  }

  private void chain(BandGroup group, Check check) {
    for (int step = group.first; step <= group.last; step++) {
      Operation operation = schedule.operations[step];
      check.require(operation instanceof Convolution, "step " + step + " is no convolution");
      Window w = ((Convolution) operation).window;
      int extent = (w.kernelHeight - 1) * w.dilationHeight + 1;
      check.require(
          w.padTop < extent && w.padBottom < extent,
          "the window of step " + step + " can lie wholly in the padding");
      if (step > group.first) {
        int before = schedule.operations[step - 1].output();
        check.require(
            operation.input(0) == before, "step " + step + " does not read the step before");
        check.require(
            readers[before] == 1, "the output of step " + (step - 1) + " has other readers");
      }
    }
  }

  private long weights(int first, int last) {
    long sum = 0;
    for (int step = first; step <= last; step++) {
      if (schedule.operations[step] instanceof Convolution) {
        sum += ((Convolution) schedule.operations[step]).weights.length();
      }
    }
    return sum;
  }
}
