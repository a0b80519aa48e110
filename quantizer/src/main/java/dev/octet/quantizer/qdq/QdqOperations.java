package dev.octet.quantizer.qdq;

import static dev.octet.quantizer.qdq.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
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
import java.util.ArrayList;
import java.util.List;

/** Each kind of step in ONNX operators on real numbers, up to its one rounding. */
final class QdqOperations implements OperationVisitor<String> {
  /** Multipliers of one slope differ by their rounding. */
  private static final double SAME_SLOPE = 1e-6;

  private final OnnxGraph graph;
  private final QdqTensors tensors;
  private final QdqEpilogue epilogues;
  private final QdqConvolution convolutions;
  private final QdqTables tables;

  QdqOperations(OnnxGraph graph, QdqTensors tensors) {
    this.graph = graph;
    this.tensors = tensors;
    this.epilogues = new QdqEpilogue(graph, tensors);
    this.convolutions = new QdqConvolution(graph, tensors);
    this.tables = new QdqTables(graph, tensors);
  }

  /** Adds a step and the rounding of its output. */
  void add(Operation operation) {
    tensors.round(operation.output(), operation.accept(this));
  }

  @Override
  public String visit(Convolution convolution) {
    String sum = convolutions.add(convolution);
    return epilogues.apply(sum, convolution.epilogue, convolution.output());
  }

  @Override
  public String visit(Elementwise elementwise) {
    TensorSpec input = tensors.spec(elementwise.input(0));
    double[] factor =
        QdqEpilogue.accumulatorScale(elementwise.epilogue, tensors.spec(elementwise.output()));
    for (int c = 0; c < factor.length; c++) {
      factor[c] /= input.scale(c);
    }
    return finish(elementwise, real(elementwise, 0), factor, elementwise.epilogue);
  }

  @Override
  public String visit(Multiply multiply) {
    String product =
        graph.node(
            "Mul", name(multiply) + "_product", List.of(real(multiply, 0), real(multiply, 1)));
    double[] factor =
        QdqEpilogue.accumulatorScale(multiply.epilogue, tensors.spec(multiply.output()));
    for (int c = 0; c < factor.length; c++) {
      factor[c] /=
          tensors.spec(multiply.input(0)).scale(c) * tensors.spec(multiply.input(1)).scale(0);
    }
    return finish(multiply, product, factor, multiply.epilogue);
  }

  @Override
  public String visit(LeakyRelu leaky) {
    double[] slope = new double[leaky.offset.length];
    boolean one = true;
    for (int c = 0; c < slope.length; c++) {
      slope[c] =
          Math.scalb(
              (double) leaky.below.multiplier[c] / leaky.above.multiplier[c],
              leaky.above.shift[c] - leaky.below.shift[c]);
      one &= Math.abs(slope[c] - slope[0]) <= SAME_SLOPE;
    }
    String name = name(leaky) + "_leaky";
    if (one && slope[0] >= 0) {
      return graph.node(
          "LeakyRelu", name, List.of(real(leaky, 0)), attribute("alpha", (float) slope[0]));
    }
    String slopes = graph.floats(name + "_slope", slope, slope.length, 1, 1);
    return graph.node("PRelu", name, List.of(real(leaky, 0), slopes));
  }

  @Override
  public String visit(GlobalAveragePool pool) {
    TensorSpec input = tensors.spec(pool.input(0));
    double[] factor = QdqEpilogue.accumulatorScale(pool.epilogue, tensors.spec(pool.output()));
    for (int c = 0; c < factor.length; c++) {
      factor[c] *= input.height() * input.width() / input.scale(c);
    }
    String mean = graph.node("GlobalAveragePool", name(pool) + "_mean", List.of(real(pool, 0)));
    return finish(pool, mean, factor, pool.epilogue);
  }

  @Override
  public String visit(AveragePool pool) {
    List<AttributeProto> attributes = window(pool.window);
    attributes.add(attribute("count_include_pad", pool.countPadding ? 1L : 0L));
    String mean =
        graph.node(
            "AveragePool",
            name(pool) + "_mean",
            List.of(real(pool, 0)),
            attributes.toArray(AttributeProto[]::new));
    int channels = tensors.spec(pool.output()).channels();
    return epilogues.clamp(mean, channels, c -> pool.low, c -> pool.high, pool.output(), 0);
  }

  @Override
  public String visit(MaxPool pool) {
    return graph.node(
        "MaxPool",
        name(pool) + "_max",
        List.of(real(pool, 0)),
        window(pool.window).toArray(AttributeProto[]::new));
  }

  @Override
  public String visit(Concat concat) {
    List<String> parts = new ArrayList<>();
    int firstChannel = 0;
    for (int i = 0; i < concat.inputCount(); i++) {
      String part = real(concat, i);
      parts.add(epilogues.clamp(part, concat.epilogue[i], concat.output(), firstChannel));
      firstChannel += tensors.spec(concat.input(i)).channels();
    }
    return graph.node("Concat", name(concat) + "_joined", parts, attribute("axis", 1L));
  }

  @Override
  public String visit(Pad pad) {
    TensorSpec input = tensors.spec(pad.input(0));
    long[] extents = {0, 0, pad.top, pad.left, 0, 0, pad.bottom, pad.right};
    String pads =
        graph.integers(
            name(pad) + "_pads",
            TensorProto.DataType.INT64,
            extents.length,
            i -> extents[i],
            extents.length);
    double border = input.real(pad.value[0], 0);
    String value = graph.floats(name(pad) + "_border", new double[] {border});
    return graph.node("Pad", name(pad) + "_padded", List.of(real(pad, 0), pads, value));
  }

  @Override
  public String visit(Rearrange operation) {
    return tables.add(operation, real(operation, 0));
  }

  @Override
  public String visit(Resize operation) {
    return tables.add(operation, real(operation, 0));
  }

  @Override
  public String visit(Curve operation) {
    return tables.add(operation, real(operation, 0));
  }

  @Override
  public String visit(Softmax operation) {
    return tables.add(operation, real(operation, 0));
  }

  @Override
  public String visit(L2Normalize operation) {
    return tables.add(operation, real(operation, 0));
  }

  /**
   * Adds factor and summand of the activation (a hard-sigmoid's; else 1 and 0), then the rest of
   * the epilogue.
   */
  private String finish(Operation operation, String value, double[] factor, Epilogue epilogue) {
    String scaled = epilogues.scaled(value, factor);
    return epilogues.apply(
        epilogue.hardSwish == null ? shifted(operation, scaled, epilogue) : scaled,
        epilogue,
        operation.output());
  }

  private String shifted(Operation operation, String value, Epilogue epilogue) {
    TensorSpec output = tensors.spec(operation.output());
    double[] summand = new double[epilogue.offset.length];
    boolean none = true;
    for (int c = 0; c < summand.length; c++) {
      summand[c] = output.real(epilogue.offset[c], c);
      none &= summand[c] == 0;
    }
    return none ? value : graph.plus(value, summand);
  }

  private String real(Operation operation, int position) {
    int tensor = operation.input(position);
    return tensors.perChannel(operation.output()) || anyPerChannel(operation)
        ? tensors.realByProduct(tensor)
        : tensors.real(tensor);
  }

  private boolean anyPerChannel(Operation operation) {
    boolean any = false;
    for (int i = 0; i < operation.inputCount(); i++) {
      any |= tensors.perChannel(operation.input(i));
    }
    return any;
  }

  private String name(Operation operation) {
    return tensors.spec(operation.output()).name();
  }

  private static List<AttributeProto> window(Window w) {
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(attribute("kernel_shape", w.kernelHeight, w.kernelWidth));
    attributes.add(attribute("strides", w.strideHeight, w.strideWidth));
    attributes.add(attribute("pads", w.padTop, w.padLeft, w.padBottom, w.padRight));
    return attributes;
  }
}
