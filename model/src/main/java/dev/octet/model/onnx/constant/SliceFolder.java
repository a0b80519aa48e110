package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Slice, with bounds as attributes (opset 9 and before) or as inputs. */
final class SliceFolder implements ConstantFolder {
  @Override
  public List<Constant> fold(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    boolean asInputs = inputs.size() > 1;
    long[] starts = asInputs ? bound(node, inputs, 1) : attribute(node, "starts");
    long[] ends = asInputs ? bound(node, inputs, 2) : attribute(node, "ends");
    long[] axes = asInputs ? bound(node, inputs, 3) : attribute(node, "axes");
    long[] steps = bound(node, inputs, 4);
    if (axes == null) {
      axes = LongStream.range(0, starts.length).toArray();
    }
    if (steps == null) {
      steps = new long[starts.length];
      Arrays.fill(steps, 1);
    }
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw OnnxErrors.invalid(node, "starts, ends, axes and steps differ in length");
    }
    int[] dims = in.dims().clone();
    int[] walk = Dims.strides(in.dims());
    int offset = 0;
    for (int i = 0; i < starts.length; i++) {
      int axis = Dims.axis(node, axes[i], in.rank());
      long step = steps[i];
      int extent = in.dims()[axis];
      if (step == 0 || Math.abs((double) step) > Integer.MAX_VALUE) {
        throw OnnxErrors.invalid(node, "step " + step);
      }
      long start = position(starts[i], extent, step);
      long end = position(ends[i], extent, step);
      long count = Math.max(0, (end - start + step - Long.signum(step)) / step);
      dims[axis] = (int) count;
      offset += count == 0 ? 0 : (int) start * walk[axis];
      walk[axis] *= (int) step;
    }
    budget.take(node, dims);
    return List.of(in.picked(node.output(), dims, Dims.walk(offset, walk, dims)));
  }

  /** A bound, counted from the end if negative, and clamped as ONNX says. */
  private static long position(long bound, int extent, long step) {
    long position = bound < 0 ? bound + extent : bound;
    return step > 0
        ? Math.max(0, Math.min(extent, position))
        : Math.max(-1, Math.min(extent - 1, position));
  }

  private static long[] bound(RawNode node, List<Constant> inputs, int index) {
    if (index >= inputs.size() || inputs.get(index) == null) {
      if (index == 1 || index == 2) {
        throw OnnxErrors.invalid(node, "input " + index + " is missing");
      }
      return null;
    }
    return inputs.get(index).longs();
  }

  private static long[] attribute(RawNode node, String name) {
    long[] value = node.attributes().integers(name).orElse(null);
    if (value == null && !name.equals("axes")) {
      throw OnnxErrors.invalid(node, "attribute '" + name + "' is missing");
    }
    return value;
  }
}
