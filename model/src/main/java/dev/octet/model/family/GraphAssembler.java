package dev.octet.model.family;

import dev.octet.model.family.parameter.Layer;
import dev.octet.model.family.parameter.ParameterGroup;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a family's steps into a graph; reads the values on the way. */
final class GraphAssembler {
  private static final String INPUT = "input";

  private final Family family;
  private final Layout layout;
  private final String file;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>(Set.of(INPUT));

  /** Weights in Octet's order, by where they are stored: tied layers share one array. */
  private final Map<Object, float[]> permuted = new HashMap<>();

  private Shape shape;
  private String tensor = INPUT;
  private String fork = INPUT;
  private Shape forkShape;
  private Layer last;

  private GraphAssembler(Family family, Layout layout, int channels, String file) {
    this.family = family;
    this.layout = layout;
    this.file = file;
    this.shape = new Shape(layout.height(), layout.width(), channels);
  }

  /**
   * Builds the graph.
   *
   * @param file named in errors
   * @throws OctetException INPUT naming a parameter with values that no trained network has
   */
  static FloatGraph build(
      String name, Family family, List<FamilyStep> steps, Layout layout, String file) {
    Layer stem = ((FamilyStep.Weighted) steps.get(0)).layer();
    GraphAssembler assembler = new GraphAssembler(family, layout, stem.inputs(), file);
    Shape input = assembler.shape;
    for (FamilyStep step : steps) {
      assembler.add(step);
    }
    return new FloatGraph(name, INPUT, input, assembler.nodes, assembler.tensor, false);
  }

  private void add(FamilyStep step) {
    if (step instanceof FamilyStep.Weighted weighted) {
      last = weighted.layer();
      weighted(weighted);
    } else if (step instanceof FamilyStep.Normalize normalize) {
      node(normalize.norm().name(), norm(normalize.norm()), tensor);
    } else if (step instanceof FamilyStep.Activate activate) {
      node(tensor + ".act", activation(activate.activation()), tensor);
    } else if (step instanceof FamilyStep.Gate gate) {
      gate(gate);
    } else if (step instanceof FamilyStep.Fork) {
      fork = tensor;
      forkShape = shape;
    } else if (step instanceof FamilyStep.Join) {
      node(parent(last.name()) + ".add", new Op.Add(), tensor, fork);
    } else if (step instanceof FamilyStep.Shortcut shortcut) {
      shortcut(shortcut.layer());
    } else if (step instanceof FamilyStep.Pool) {
      node("avgpool", new Op.GlobalAveragePool(), tensor);
    }
  }

  private void shortcut(Layer layer) {
    String map = tensor;
    Shape mapShape = shape;
    tensor = fork;
    shape = forkShape;
    node(layer.name(), conv(layer, window(layer, new Stride(1, 1)), 1), tensor);
    node(layer.norm().name(), norm(layer.norm()), tensor);
    fork = tensor;
    tensor = map;
    shape = mapShape;
  }

  private Op activation(ActivationKind activation) {
    return (family.activationOpen() ? layout.activation() : activation).op();
  }

  private void weighted(FamilyStep.Weighted step) {
    Layer layer = step.layer();
    Window window = window(layer, step.stride());
    int groups = step.depthwise() ? layer.outputs() : 1;
    String suffix = step.repetition() == 0 ? "" : "@" + (step.repetition() + 1);
    node(layer.name() + suffix, conv(layer, window, groups), tensor);
    if (layer.norm() != null) {
      node(layer.norm().name() + suffix, norm(layer.norm()), tensor);
    }
  }

  private void gate(FamilyStep.Gate gate) {
    String map = tensor;
    Shape mapShape = shape;
    String suffix = gate.repetition() == 0 ? "" : "@" + (gate.repetition() + 1);
    String name = parent(gate.reduce().name());
    Window pointwise = window(gate.reduce(), new Stride(1, 1));
    node(name + ".avgpool" + suffix, new Op.GlobalAveragePool(), map);
    node(gate.reduce().name() + suffix, conv(gate.reduce(), pointwise, 1), tensor);
    node(name + ".relu" + suffix, ActivationKind.RELU.op(), tensor);
    node(gate.expand().name() + suffix, conv(gate.expand(), pointwise, 1), tensor);
    node(name + ".hardsigmoid" + suffix, new Op.HardSigmoid(1f / 6f, 0.5f), tensor);
    String gateTensor = tensor;
    shape = mapShape;
    node(name + ".mul" + suffix, new Op.Mul(), map, gateTensor);
  }

  private Window window(Layer layer, Stride walk) {
    int stride = walk.stride();
    int dilation = layer.isPointwise() ? 1 : walk.dilation();
    int[] rows = padding(shape.height(), (layer.kernelHeight() - 1) * dilation + 1, stride);
    int[] columns = padding(shape.width(), (layer.kernelWidth() - 1) * dilation + 1, stride);
    return new Window(
        layer.kernelHeight(),
        layer.kernelWidth(),
        stride,
        stride,
        rows[0],
        columns[0],
        rows[1],
        columns[1],
        dilation,
        dilation);
  }

  private int[] padding(int extent, int kernel, int stride) {
    if (!layout.same()) {
      return new int[] {kernel / 2, kernel / 2};
    }
    int outputs = (extent + stride - 1) / stride;
    int total = Math.max((outputs - 1) * stride + kernel - extent, 0);
    return new int[] {total / 2, total - total / 2};
  }

  private Op conv(Layer layer, Window window, int groups) {
    ParameterGroup group = layer.group();
    float[] weights =
        permuted.computeIfAbsent(
            group.weight().source(), s -> permute(layer, group.weight().read()));
    float[] bias = group.bias() == null ? new float[layer.outputs()] : group.bias().read();
    return new Op.Conv(window, groups, layer.outputs(), weights, bias);
  }

  /** PyTorch's [out][in][kh][kw] to [out][kh][kw][in]. */
  private static float[] permute(Layer layer, float[] weights) {
    int area = layer.kernelHeight() * layer.kernelWidth();
    int inputs = layer.inputs();
    if (area == 1 || inputs == 1) {
      return weights;
    }
    float[] result = new float[weights.length];
    int plane = area * inputs;
    for (int out = 0; out < layer.outputs(); out++) {
      for (int in = 0; in < inputs; in++) {
        for (int k = 0; k < area; k++) {
          result[out * plane + k * inputs + in] = weights[out * plane + in * area + k];
        }
      }
    }
    return result;
  }

  private Op norm(ParameterGroup group) {
    int channels = group.mean().shape().get(0);
    float[] variance = group.variance().read();
    for (float v : variance) {
      if (v < 0 || v + layout.epsilon() <= 0) {
        throw new OctetException(
            Failure.INPUT,
            "a variance of " + v + " with an epsilon of " + layout.epsilon(),
            file + ": parameter '" + group.variance().name() + "'",
            "train or export the model again, or give --bn-eps");
      }
    }
    return new Op.BatchNorm(
        group.weight() == null ? filled(channels, 1f) : group.weight().read(),
        group.bias() == null ? filled(channels, 0f) : group.bias().read(),
        group.mean().read(),
        variance,
        layout.epsilon(),
        true);
  }

  private static float[] filled(int length, float value) {
    float[] array = new float[length];
    Arrays.fill(array, value);
    return array;
  }

  private void node(String wanted, Op op, String... inputs) {
    String name = wanted.isEmpty() ? "layer" : wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    List<Shape> shapes = new ArrayList<>();
    shapes.add(shape);
    if (op instanceof Op.Add) {
      shapes.add(shape);
    } else if (op instanceof Op.Mul) {
      shapes.add(new Shape(1, 1, shape.channels()));
    }
    shape = op.outputShape(shapes);
    nodes.add(new Node(name, op, List.of(inputs), name));
    tensor = name;
  }

  private static String parent(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
