package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.AccumulatorBounds;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.format.check.EpilogueCheck;
import dev.octet.runtime.format.check.ShapeCheck;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;

/** Convolutions; weights lie in a section of their own. */
final class ConvolutionFormat extends SingleInputFormat {
  private static final int SCAN = 256;

  ConvolutionFormat() {
    super(OctetFormat.CONVOLUTION, Convolution.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    int channels = in.channels(output);
    Window window = in.window();
    int groups = in.cursor.u32("groups", FormatLimits.DIMENSION);
    Weights weights = in.weights();
    return new Convolution(
        name,
        input,
        output,
        window,
        groups,
        weights,
        in.cursor.ints("a bias", channels, Integer.MIN_VALUE, Integer.MAX_VALUE),
        in.cursor.shorts("a padding value", in.channels(input)),
        in.epilogue(channels));
  }

  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Convolution op = (Convolution) operation;
    ShapeCheck.window(check, op.window, in, out);
    check.require(
        op.groups >= 1 && in.channels() % op.groups == 0 && out.channels() % op.groups == 0,
        op.groups
            + " groups do not divide the channels "
            + in.channels()
            + " and "
            + out.channels());
    long perChannel =
        (long) op.window.kernelHeight * op.window.kernelWidth * (in.channels() / op.groups);
    check.require(
        op.weights.length() == perChannel * out.channels(),
        op.weights.length() + " weights instead of " + perChannel * out.channels());
    noMinimum(op, check);
    check.count("the bias", op.bias.length, out.channels());
    check.count("the padding value", op.padValue.length, in.channels());
    inType(check, op.padValue, in);
    EpilogueCheck.epilogue(
        check, op.epilogue, EpilogueCheck.Kind.ANY, out.channels(), out, tensors);
    for (int c = 0; c < out.channels(); c++) {
      // Most channels are safe whatever their weights are; a board is spared the sum of the others.
      long bound = AccumulatorBounds.anyWeights(op, c, in.type());
      if (!EpilogueCheck.fits(op.epilogue, c, bound, in.type(), tensors)) {
        bound = AccumulatorBounds.convolution(op, c, in.type());
        EpilogueCheck.bounds(check, op.epilogue, c, bound, in.type(), tensors);
      }
    }
  }

  private static void noMinimum(Convolution op, Check check) {
    byte[] data = op.weights.data();
    int end = op.weights.offset() + op.weights.length();
    for (int i = op.weights.offset(); i < end; i += SCAN) {
      int last = Math.min(end, i + SCAN);
      if (hasMinimum(data, i, last)) {
        check.require(false, "a weight among the last " + (end - i) + " is -128");
      }
    }
  }

  /** Short enough that the JIT compiler has it after a few thousand weights. */
  private static boolean hasMinimum(byte[] data, int from, int to) {
    int signs = 0;
    for (int i = from; i < to; i++) {
      signs |= data[i] + Byte.MAX_VALUE;
    }
    return signs < 0;
  }
}
