package dev.octet.model.execute.op;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.matrix.FloatArithmetic;
import dev.octet.model.execute.op.pool.AveragePoolKernel;
import dev.octet.model.execute.op.pool.GlobalAveragePoolKernel;
import dev.octet.model.execute.op.pool.MaxPoolKernel;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import java.util.List;
import java.util.Map;

/** Which kernel computes which op. */
public final class FloatKernels {
  /** Prepares one op for given shapes. */
  private interface Factory<T extends Op> {
    FloatKernel create(T op, List<Shape> inputs, Shape output, FloatArithmetic arithmetic);
  }

  private record Entry<T extends Op>(Class<T> type, Factory<T> factory) {
    FloatKernel create(Op op, List<Shape> inputs, Shape output, FloatArithmetic arithmetic) {
      return factory.create(type.cast(op), inputs, output, arithmetic);
    }
  }

  private static final Map<Class<? extends Op>, Entry<?>> ENTRIES =
      Map.ofEntries(
          entry(Op.Conv.class, FloatKernels::conv),
          entry(Op.BatchNorm.class, (op, in, out, a) -> new BatchNormKernel(op, out)),
          entry(Op.Clip.class, (op, in, out, a) -> new ClipKernel(op, out)),
          entry(Op.HardSwish.class, (op, in, out, a) -> new HardSwishKernel(out)),
          entry(Op.HardSigmoid.class, (op, in, out, a) -> new HardSigmoidKernel(op, out)),
          entry(Op.LeakyRelu.class, (op, in, out, a) -> new LeakyReluKernel(op.slope(), out)),
          entry(Op.Add.class, (op, in, out, a) -> new AddKernel(out)),
          entry(Op.Mul.class, (op, in, out, a) -> new MulKernel(out, in.get(1))),
          entry(
              Op.GlobalAveragePool.class,
              (op, in, out, a) -> new GlobalAveragePoolKernel(in.get(0))),
          entry(
              Op.AveragePool.class, (op, in, out, a) -> new AveragePoolKernel(op, in.get(0), out)),
          entry(Op.MaxPool.class, (op, in, out, a) -> new MaxPoolKernel(op, in.get(0), out)),
          entry(Op.Concat.class, (op, in, out, a) -> new ConcatKernel(in, out)),
          entry(Op.PRelu.class, (op, in, out, a) -> new LeakyReluKernel(op.slopes(), out)),
          entry(Op.Unary.class, (op, in, out, a) -> new UnaryKernel(op, out)),
          entry(Op.Rearrange.class, (op, in, out, a) -> new RearrangeKernel(op, in.get(0), out)),
          entry(Op.Resize.class, (op, in, out, a) -> new ResizeKernel(op, in.get(0), out)),
          entry(Op.Softmax.class, (op, in, out, a) -> new SoftmaxKernel(out)),
          entry(Op.L2Normalize.class, (op, in, out, a) -> new L2NormalizeKernel(op, out)),
          entry(Op.Pad.class, (op, in, out, a) -> new PadKernel(op, in.get(0), out)));

  private FloatKernels() {}

  private static <T extends Op> Map.Entry<Class<? extends Op>, Entry<?>> entry(
      Class<T> type, Factory<T> factory) {
    return Map.entry(type, new Entry<>(type, factory));
  }

  /** Prepares an op. */
  public static FloatKernel create(
      Op op, List<Shape> inputs, Shape output, FloatArithmetic arithmetic) {
    Entry<?> entry = ENTRIES.get(op.getClass());
    if (entry == null) {
      throw new IllegalArgumentException("no float kernel for " + op.kind());
    }
    return entry.create(op, inputs, output, arithmetic);
  }

  private static FloatKernel conv(
      Op.Conv op, List<Shape> inputs, Shape output, FloatArithmetic arithmetic) {
    Shape in = inputs.get(0);
    return op.isDepthwise(in) && op.outputChannels() == in.channels()
        ? arithmetic.depthwise(op, in, output)
        : new ConvKernel(op, in, output, arithmetic);
  }
}
