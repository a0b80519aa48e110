package dev.octet.model.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.octet.model.ModelLimits;
import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawAttributes;
import dev.octet.model.onnx.raw.RawGraph;
import dev.octet.model.onnx.raw.RawNode;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings protobuf classes to a {@link RawGraph}. */
public final class RawGraphReader {
  private static final int MIN_OPSET = 7;
  private static final int MAX_OPSET = 28;

  private final TensorReader tensors;

  /** Reads constants with the given reader. */
  public RawGraphReader(TensorReader tensors) {
    this.tensors = tensors;
  }

  /** The graph of a model. */
  public RawGraph read(ModelProto model) {
    GraphProto graph = model.getGraph();
    int opset = opset(model);
    if (graph.getNodeCount() > ModelLimits.NODES) {
      throw OnnxErrors.invalidGraph(
          graph.getNodeCount() + " nodes, more than the limit of " + ModelLimits.NODES,
          "the graph");
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "weights are stored as sparse tensors",
          "tensor '" + graph.getSparseInitializer(0).getValues().getName() + "'",
          "export dense weights");
    }
    Map<String, Constant> initializers = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (initializers.put(tensor.getName(), tensors.read(tensor)) != null) {
        throw OnnxErrors.invalidTensor(tensor.getName(), "is stored twice");
      }
    }
    List<RawGraph.Input> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!initializers.containsKey(input.getName())) {
        inputs.add(new RawGraph.Input(input.getName(), dims(input)));
      }
    }
    List<RawNode> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      nodes.add(node(node, nodes.size()));
    }
    List<String> outputs = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    return new RawGraph(opset, inputs, outputs, nodes, initializers);
  }

  private static int opset(ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (isOnnx(set.getDomain())) {
        long version = set.getVersion();
        if (version < MIN_OPSET || version > MAX_OPSET) {
          throw new OctetException(
              Failure.UNSUPPORTED,
              "ONNX opset " + version,
              "the model",
              "export with an opset from " + MIN_OPSET + " to " + MAX_OPSET + ", such as 17");
        }
        return (int) version;
      }
    }
    throw OnnxErrors.invalidGraph("no version of ONNX's operators is named", "the model");
  }

  /** Whether a domain is ONNX's own operator set. */
  static boolean isOnnx(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static List<Long> dims(ValueInfoProto input) {
    if (!input.getType().hasTensorType() || !input.getType().getTensorType().hasShape()) {
      return List.of();
    }
    List<Long> dims = new ArrayList<>();
    for (Dimension dim : input.getType().getTensorType().getShape().getDimList()) {
      // 0 is what some exporters write for an extent that is not known.
      dims.add(dim.getDimValue() == 0 ? -1 : dim.getDimValue());
    }
    return dims;
  }

  private RawNode node(NodeProto node, int index) {
    if (node.getOutputCount() == 0) {
      throw OnnxErrors.invalidGraph("it computes nothing", "node '" + node.getName() + "'");
    }
    String name = node.getName();
    if (name.isEmpty()) {
      name = node.getOutput(0).isEmpty() ? node.getOpType() + "_" + index : node.getOutput(0);
    }
    Map<String, Object> attributes = new HashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      attributes.put(attribute.getName(), attribute(attribute));
    }
    String domain = isOnnx(node.getDomain()) ? "" : node.getDomain();
    return new RawNode(
        name,
        node.getOpType(),
        domain,
        List.copyOf(node.getInputList()),
        List.copyOf(node.getOutputList()),
        new RawAttributes(name, attributes));
  }

  private Object attribute(AttributeProto attribute) {
    return switch (attribute.getType()) {
      case INT -> attribute.getI();
      case FLOAT -> attribute.getF();
      case STRING -> attribute.getS().toStringUtf8();
      case INTS -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case FLOATS -> floats(attribute);
      case TENSOR -> tensors.read(attribute.getT());
      default -> RawAttributes.OTHER;
    };
  }

  private static float[] floats(AttributeProto attribute) {
    float[] values = new float[attribute.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.getFloats(i);
    }
    return values;
  }
}
