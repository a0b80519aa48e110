package dev.octet.quantizer.write;

import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Curve;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.L2Normalize;
import dev.octet.runtime.schedule.operation.LeakyRelu;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.OperationVisitor;
import dev.octet.runtime.schedule.operation.Pad;
import dev.octet.runtime.schedule.operation.Rearrange;
import dev.octet.runtime.schedule.operation.Resize;
import dev.octet.runtime.schedule.operation.Softmax;
import dev.octet.runtime.schedule.operation.Window;

/** Writes each kind of operation as docs/format.md says. */
final class OperationWriter implements OperationVisitor<Void> {
  private final ByteSink sink;
  private final WeightSection weights;

  OperationWriter(ByteSink sink, WeightSection weights) {
    this.sink = sink;
    this.weights = weights;
  }

  private void start(int code, Operation operation, int inputs) {
    sink.u8(code);
    sink.string(operation.name());
    for (int i = 0; i < inputs; i++) {
      sink.u32(operation.input(i));
    }
    sink.u32(operation.output());
  }

  @Override
  public Void visit(Convolution op) {
    start(OctetFormat.CONVOLUTION, op, 1);
    window(op.window);
    sink.u32(op.groups);
    sink.u32(weights.add(op.weights));
    sink.u32(op.weights.length());
    sink.array(op.bias);
    sink.array(op.padValue);
    epilogue(op.epilogue);
    return null;
  }

  @Override
  public Void visit(Elementwise op) {
    start(OctetFormat.ELEMENTWISE, op, 1);
    sink.array(op.zeroPoint);
    epilogue(op.epilogue);
    return null;
  }

  @Override
  public Void visit(Multiply op) {
    start(OctetFormat.MULTIPLY, op, 2);
    sink.array(op.zeroPoint);
    sink.array(op.gateZeroPoint);
    epilogue(op.epilogue);
    return null;
  }

  @Override
  public Void visit(LeakyRelu op) {
    start(OctetFormat.LEAKY_RELU, op, 1);
    sink.array(op.zeroPoint);
    rescale(op.above);
    rescale(op.below);
    sink.array(op.offset);
    return null;
  }

  @Override
  public Void visit(GlobalAveragePool op) {
    start(OctetFormat.GLOBAL_AVERAGE_POOL, op, 1);
    sink.array(op.zeroPoint);
    epilogue(op.epilogue);
    return null;
  }

  @Override
  public Void visit(AveragePool op) {
    start(OctetFormat.AVERAGE_POOL, op, 1);
    window(op.window);
    sink.u32(op.countPadding ? 1 : 0);
    sink.array(op.zeroPoint);
    rescale(op.byDivisor);
    sink.array(op.offset);
    sink.array(op.low);
    sink.array(op.high);
    return null;
  }

  @Override
  public Void visit(MaxPool op) {
    start(OctetFormat.MAX_POOL, op, 1);
    window(op.window);
    return null;
  }

  @Override
  public Void visit(Concat op) {
    sink.u8(OctetFormat.CONCAT);
    sink.string(op.name());
    sink.u32(op.inputCount());
    for (int i = 0; i < op.inputCount(); i++) {
      sink.u32(op.input(i));
    }
    sink.u32(op.output());
    for (int i = 0; i < op.inputCount(); i++) {
      sink.array(op.zeroPoint[i]);
      epilogue(op.epilogue[i]);
    }
    return null;
  }

  @Override
  public Void visit(Pad op) {
    start(OctetFormat.PAD, op, 1);
    sink.u32(op.top);
    sink.u32(op.left);
    sink.u32(op.bottom);
    sink.u32(op.right);
    sink.array(op.value);
    return null;
  }

  @Override
  public Void visit(Rearrange op) {
    start(OctetFormat.REARRANGE, op, 1);
    sink.array(op.rows);
    sink.array(op.columns);
    sink.array(op.depth);
    sink.array(op.fill);
    return null;
  }

  @Override
  public Void visit(Resize op) {
    start(OctetFormat.RESIZE, op, 1);
    sink.array(op.rows);
    sink.array(op.down);
    sink.array(op.columns);
    sink.array(op.right);
    return null;
  }

  @Override
  public Void visit(Curve op) {
    start(OctetFormat.CURVE, op, 1);
    sink.array(op.zeroPoint);
    rescale(op.argument);
    sink.array(op.table);
    rescale(op.value);
    sink.array(op.offset);
    return null;
  }

  @Override
  public Void visit(Softmax op) {
    start(OctetFormat.SOFTMAX, op, 1);
    sink.array(op.multiplier);
    sink.array(op.shift);
    sink.array(op.fractionBits);
    sink.array(op.offset);
    return null;
  }

  @Override
  public Void visit(L2Normalize op) {
    start(OctetFormat.L2_NORMALIZE, op, 1);
    sink.array(op.zeroPoint);
    sink.array(op.least);
    sink.array(op.fractionBits);
    sink.array(op.offset);
    return null;
  }

  private void epilogue(Epilogue e) {
    sink.u8(
        (e.hardSwish == null ? 0 : OctetFormat.HARD_SWISH)
            | (e.residual == null ? 0 : OctetFormat.RESIDUAL));
    rescale(e.rescale);
    if (e.hardSwish != null) {
      sink.u8(e.hardSwish.fractionBits);
      rescale(e.hardSwish.output);
    }
    if (e.residual != null) {
      sink.u32(e.residual.tensor);
      sink.array(e.residual.zeroPoint);
      sink.array(e.residual.multiplier);
    }
    sink.array(e.offset);
    sink.array(e.low);
    sink.array(e.high);
  }

  private void rescale(Rescale r) {
    sink.array(r.multiplier);
    sink.array(r.shift);
  }

  private void window(Window w) {
    int[] fields = {
      w.kernelHeight, w.kernelWidth, w.strideHeight, w.strideWidth, w.padTop,
      w.padLeft, w.padBottom, w.padRight, w.dilationHeight, w.dilationWidth
    };
    for (int field : fields) {
      sink.u32(field);
    }
  }
}
