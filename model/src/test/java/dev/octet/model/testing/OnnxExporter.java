package dev.octet.model.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Sampling;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a float graph as ONNX (opset 17, NCHW), op for op, so that an oracle can execute it. */
public final class OnnxExporter {
  private static final int OPSET = 17;

  private final GraphProto.Builder proto = GraphProto.newBuilder();

  private OnnxExporter() {}

  /**
   * The bytes of an ONNX file.
   *
   * @param everyTensor whether every tensor is an output, or only the logits
   */
  public static byte[] export(FloatGraph graph, boolean everyTensor) {
    OnnxExporter exporter = new OnnxExporter();
    exporter.proto.setName(graph.name());
    exporter.proto.addInput(value(graph.inputName(), graph.inputShape()));
    for (Node node : graph.nodes()) {
      exporter.node(node);
    }
    Set<String> outputs = new LinkedHashSet<>();
    if (everyTensor) {
      graph.nodes().forEach(n -> outputs.add(n.output()));
    }
    outputs.add(graph.outputName());
    outputs.forEach(t -> exporter.proto.addOutput(value(t, graph.shape(t))));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("octet-test")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(exporter.proto)
        .build()
        .toByteArray();
  }

  private void node(Node node) {
    NodeProto.Builder n = NodeProto.newBuilder().setName(node.name());
    n.addAllInput(node.inputs()).addOutput(node.output());
    Op op = node.op();
    if (op instanceof Op.Conv conv) {
      window(n.setOpType("Conv"), conv.window(), true);
      n.addAttribute(integer("group", conv.groups()));
      weights(n, node.name(), conv);
    } else if (op instanceof Op.BatchNorm bn) {
      n.setOpType("BatchNormalization").addAttribute(real("epsilon", (float) bn.epsilon()));
      vector(n, node.name() + ".gamma", bn.gamma());
      vector(n, node.name() + ".beta", bn.beta());
      vector(n, node.name() + ".mean", bn.mean());
      vector(n, node.name() + ".variance", bn.variance());
    } else if (op instanceof Op.Clip clip) {
      n.setOpType("Clip");
      constant(n, node.name() + ".low", new long[0], new float[] {clip.low()});
      constant(n, node.name() + ".high", new long[0], new float[] {clip.high()});
    } else if (op instanceof Op.HardSigmoid sigmoid) {
      n.setOpType("HardSigmoid");
      n.addAttribute(real("alpha", sigmoid.alpha())).addAttribute(real("beta", sigmoid.beta()));
    } else if (op instanceof Op.LeakyRelu leaky) {
      n.setOpType("LeakyRelu").addAttribute(real("alpha", leaky.slope()));
    } else if (op instanceof Op.PRelu leaky) {
      n.setOpType("PRelu");
      constant(n, node.name() + ".slope", new long[] {leaky.slopes().length, 1, 1}, leaky.slopes());
    } else if (op instanceof Op.Unary unary) {
      unary(n, node, unary);
    } else if (op instanceof Op.Softmax) {
      n.setOpType("Softmax").addAttribute(integer("axis", 1));
    } else if (op instanceof Op.L2Normalize) {
      n.setOpType("LpNormalization").addAttribute(integer("axis", 1)).addAttribute(integer("p", 2));
    } else if (op instanceof Op.Rearrange moves) {
      rearrange(n, node, moves);
    } else if (op instanceof Op.Resize resize) {
      resize(n, node, resize);
    } else if (op instanceof Op.AveragePool pool) {
      window(n.setOpType("AveragePool"), pool.window(), false);
      n.addAttribute(integer("count_include_pad", pool.countPadding() ? 1 : 0));
    } else if (op instanceof Op.MaxPool pool) {
      window(n.setOpType("MaxPool"), pool.window(), true);
    } else if (op instanceof Op.Concat) {
      n.setOpType("Concat").addAttribute(integer("axis", 1));
    } else if (op instanceof Op.Pad pad) {
      n.setOpType("Pad");
      pads(n, node.name(), pad);
    } else {
      // HardSwish, Add, Mul, GlobalAveragePool: same name, no attributes.
      n.setOpType(op.kind());
    }
    proto.addNode(n);
  }

  private void unary(NodeProto.Builder n, Node node, Op.Unary op) {
    switch (op.function()) {
      case SILU -> {
        proto.addNode(
            NodeProto.newBuilder()
                .setOpType("Sigmoid")
                .addInput(node.input())
                .addOutput(node.output() + ".gate"));
        n.setOpType("Mul").addInput(node.output() + ".gate");
      }
      case ELU -> n.setOpType("Elu").addAttribute(real("alpha", op.parameter()));
      default -> {
        String name = op.function().name();
        n.setOpType(name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT));
      }
    }
  }

  /** Gathers from the whole map, channels last; a table that fills is not exported. */
  private void rearrange(NodeProto.Builder n, Node node, Op.Rearrange op) {
    String name = node.name();
    int height = op.rows().length;
    int width = op.columns().length;
    int channels = op.depth().length;
    long[] indices = new long[height * width * channels];
    for (int i = 0; i < indices.length; i++) {
      int pixel = i / channels;
      indices[i] =
          (long) op.rows()[pixel / width] + op.columns()[pixel % width] + op.depth()[i % channels];
    }
    String last = inner("Transpose", name + ".hwc", integers("perm", 0, 2, 3, 1), node.input());
    String flat = inner("Reshape", name + ".flat", null, last, longs(name + ".all", -1));
    String moved =
        inner("Gather", name + ".moved", integer("axis", 0), flat, longs(name + ".at", indices));
    String map =
        inner(
            "Reshape",
            name + ".map",
            null,
            moved,
            longs(name + ".extents", 1, height, width, channels));
    n.clearInput().addInput(map);
    n.setOpType("Transpose").addAttribute(integers("perm", 0, 3, 1, 2));
  }

  private void resize(NodeProto.Builder n, Node node, Op.Resize op) {
    String rows = between(node.name() + ".rows", node.input(), 2, op.rows());
    n.clearInput().addInput(between(node.name() + ".columns", rows, 3, op.columns()));
    n.setOpType("Identity");
  }

  private String between(String name, String input, int axis, Sampling sampling) {
    long[] first = Arrays.stream(sampling.first()).asLongStream().toArray();
    long[] second = Arrays.stream(sampling.second()).asLongStream().toArray();
    AttributeProto attribute = integer("axis", axis);
    String a = inner("Gather", name + ".a", attribute, input, longs(name + ".at.a", first));
    String b = inner("Gather", name + ".b", attribute, input, longs(name + ".at.b", second));
    NodeProto.Builder weights = NodeProto.newBuilder();
    long[] extents = axis == 2 ? new long[] {first.length, 1} : new long[] {first.length};
    constant(weights, name + ".weight", extents, sampling.weight());
    String step = inner("Sub", name + ".step", null, b, a);
    String part = inner("Mul", name + ".part", null, step, name + ".weight");
    return inner("Add", name, null, a, part);
  }

  private String inner(String type, String output, AttributeProto attribute, String... inputs) {
    NodeProto.Builder n = NodeProto.newBuilder().setOpType(type).addOutput(output);
    n.addAllInput(Arrays.asList(inputs));
    if (attribute != null) {
      n.addAttribute(attribute);
    }
    proto.addNode(n);
    return output;
  }

  private String longs(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    proto.addInitializer(tensor);
    return name;
  }

  private void weights(NodeProto.Builder n, String name, Op.Conv conv) {
    int taps = conv.window().kernelHeight * conv.window().kernelWidth;
    int perGroup = conv.weightsPerChannel() / taps;
    float[] chw = new float[conv.weights().length];
    for (int o = 0; o < conv.outputChannels(); o++) {
      for (int t = 0; t < taps; t++) {
        for (int i = 0; i < perGroup; i++) {
          chw[(o * perGroup + i) * taps + t] = conv.weights()[(o * taps + t) * perGroup + i];
        }
      }
    }
    long[] extents = {
      conv.outputChannels(), perGroup, conv.window().kernelHeight, conv.window().kernelWidth
    };
    constant(n, name + ".weight", extents, chw);
    vector(n, name + ".bias", conv.bias());
  }

  private static void window(NodeProto.Builder n, Window w, boolean dilations) {
    n.addAttribute(integers("kernel_shape", w.kernelHeight, w.kernelWidth));
    n.addAttribute(integers("strides", w.strideHeight, w.strideWidth));
    n.addAttribute(integers("pads", w.padTop, w.padLeft, w.padBottom, w.padRight));
    if (dilations) {
      n.addAttribute(integers("dilations", w.dilationHeight, w.dilationWidth));
    }
  }

  private void pads(NodeProto.Builder n, String name, Op.Pad pad) {
    TensorProto.Builder pads =
        TensorProto.newBuilder()
            .setName(name + ".pads")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(8);
    for (long p : new long[] {0, 0, pad.top(), pad.left(), 0, 0, pad.bottom(), pad.right()}) {
      pads.addInt64Data(p);
    }
    proto.addInitializer(pads);
    n.addInput(name + ".pads");
    constant(n, name + ".value", new long[0], new float[] {pad.value()});
  }

  private void vector(NodeProto.Builder n, String name, float[] values) {
    constant(n, name, new long[] {values.length}, values);
  }

  private void constant(NodeProto.Builder n, String name, long[] extents, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long extent : extents) {
      tensor.addDims(extent);
    }
    proto.addInitializer(tensor);
    n.addInput(name);
  }

  private static ValueInfoProto value(String name, Shape shape) {
    TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
    for (long extent : new long[] {1, shape.channels(), shape.height(), shape.width()}) {
      extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(extents)))
        .build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static AttributeProto integer(String name, long value) {
    return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  private static AttributeProto real(String name, float value) {
    return attribute(name, AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  private static AttributeProto integers(String name, long... values) {
    List<Long> list = new ArrayList<>();
    for (long v : values) {
      list.add(v);
    }
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(list)
        .build();
  }
}
