package dev.octet.runtime;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.RowMove;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.BandPart;
import dev.octet.runtime.schedule.BandWalk;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A schedule prepared for one kernel set: kernels in order of execution. A step in bands becomes
 * one kernel for each of its parts, an ordinary one over some rows of its tensors; rows are
 * consecutive in memory, so no kernel knows of bands.
 */
final class Program {
  /** Kernels in order of execution. */
  final Kernel[] kernels;

  /** The step that each kernel belongs to. */
  final int[] steps;

  private final List<Kernel> list = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();

  private Program(Schedule schedule, KernelSet set) {
    int step = 0;
    for (BandGroup group : schedule.bands) {
      whole(schedule, set, step, group.first);
      banded(schedule, set, group);
      step = group.last + 1;
    }
    whole(schedule, set, step, schedule.operations.length);
    this.kernels = list.toArray(new Kernel[0]);
    this.steps = new int[kernels.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = owners.get(i);
    }
  }

  /** Prepares all kernels. */
  static Program of(Schedule schedule, KernelSet set) {
    return new Program(schedule, set);
  }

  private void add(int step, Kernel kernel) {
    list.add(kernel);
    owners.add(step);
  }

  private void whole(Schedule schedule, KernelSet set, int from, int to) {
    for (int step = from; step < to; step++) {
      add(step, set.prepare(schedule.operations[step], schedule.tensors));
    }
  }

  private void banded(Schedule schedule, KernelSet set, BandGroup group) {
    Map<List<Integer>, Kernel> known = new HashMap<>();
    for (BandPart part : new BandWalk(group, schedule.operations, schedule.tensors).parts()) {
      Convolution whole = (Convolution) schedule.operations[part.step];
      if (part.moveBy > 0) {
        TensorSpec output = schedule.tensors[whole.output()];
        int kept = part.outputBegin - part.outputHeld;
        add(part.step, new RowMove(output.rows(part.moveBy, kept), part.moveBy));
      }
      Window window = window(whole.window, part);
      // From some band on, inner steps work on the same rows of the same places.
      List<Integer> place =
          Arrays.asList(
              part.step,
              part.inputBegin - part.inputHeld,
              part.inputEnd - part.inputBegin,
              part.outputBegin - part.outputHeld,
              part.outputEnd - part.outputBegin,
              window.padTop,
              window.padBottom,
              whole.epilogue.residual == null ? 0 : part.outputBegin);
      Kernel kernel = known.get(place);
      if (kernel == null) {
        kernel = set.prepare(rows(whole, window), views(whole, part, schedule.tensors));
        known.put(place, kernel);
      }
      add(part.step, kernel);
    }
  }

  /** The step's window over the rows of a part: padding only where they end with the map. */
  private static Window window(Window w, BandPart part) {
    int top = part.outputBegin * w.strideHeight - w.padTop;
    int extent = (w.kernelHeight - 1) * w.dilationHeight + 1;
    int bottom = (part.outputEnd - 1) * w.strideHeight - w.padTop + extent;
    return w.withPadding(part.inputBegin - top, w.padLeft, bottom - part.inputEnd, w.padRight);
  }

  private static Convolution rows(Convolution c, Window window) {
    return new Convolution(
        c.name(),
        c.input(0),
        c.output(),
        window,
        c.groups,
        c.weights,
        c.bias,
        c.padValue,
        c.epilogue);
  }

  private static TensorSpec[] views(Convolution c, BandPart part, TensorSpec[] tensors) {
    TensorSpec[] views = tensors.clone();
    int outputs = part.outputEnd - part.outputBegin;
    if (c.epilogue.residual != null) {
      int residual = c.epilogue.residual.tensor;
      views[residual] = tensors[residual].rows(part.outputBegin, outputs);
    }
    views[c.output()] = tensors[c.output()].rows(part.outputBegin - part.outputHeld, outputs);
    views[c.input(0)] =
        tensors[c.input(0)].rows(part.inputBegin - part.inputHeld, part.inputEnd - part.inputBegin);
    return views;
  }
}
