package dev.octet.model.family;

import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import java.util.ArrayList;
import java.util.List;

/** A parameter whose values are in memory. */
record MemoryParameter(String name, List<Integer> shape, float[] values) implements Parameter {
  static MemoryParameter of(String name, int... shape) {
    int count = 1;
    List<Integer> extents = new ArrayList<>();
    for (int extent : shape) {
      extents.add(extent);
      count *= extent;
    }
    return new MemoryParameter(name, extents, new float[count]);
  }

  /** The state dict of a graph, in its order: what PyTorch would save of it. */
  static List<Parameter> of(FloatGraph graph) {
    List<Parameter> parameters = new ArrayList<>();
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      String name = nodes.get(i).name();
      if (nodes.get(i).op() instanceof Op.Conv conv) {
        parameters.add(weight(name + ".weight", conv));
        boolean normed = i + 1 < nodes.size() && nodes.get(i + 1).op() instanceof Op.BatchNorm;
        if (!normed) {
          parameters.add(vector(name + ".bias", conv.bias()));
        }
      } else if (nodes.get(i).op() instanceof Op.BatchNorm norm) {
        parameters.add(vector(name + ".weight", norm.gamma()));
        parameters.add(vector(name + ".bias", norm.beta()));
        parameters.add(vector(name + ".running_mean", norm.mean()));
        parameters.add(vector(name + ".running_var", norm.variance()));
        parameters.add(new MemoryParameter(name + ".num_batches_tracked", List.of(), new float[1]));
      }
    }
    return parameters;
  }

  private static MemoryParameter vector(String name, float[] values) {
    return new MemoryParameter(name, List.of(values.length), values);
  }

  /** [out][kh][kw][in] to PyTorch's [out][in][kh][kw]. */
  private static MemoryParameter weight(String name, Op.Conv conv) {
    int height = conv.window().kernelHeight;
    int width = conv.window().kernelWidth;
    int inputs = conv.weights().length / (conv.outputChannels() * height * width);
    float[] values = new float[conv.weights().length];
    int i = 0;
    for (int o = 0; o < conv.outputChannels(); o++) {
      for (int c = 0; c < inputs; c++) {
        for (int k = 0; k < height * width; k++) {
          values[i++] = conv.weights()[(o * height * width + k) * inputs + c];
        }
      }
    }
    List<Integer> shape = List.of(conv.outputChannels(), inputs, height, width);
    return new MemoryParameter(name, shape, values);
  }

  MemoryParameter renamed(String other) {
    return new MemoryParameter(other, shape, values);
  }

  @Override
  public String type() {
    return "float32";
  }

  @Override
  public float[] read() {
    return values.clone();
  }

  @Override
  public Object source() {
    return name;
  }
}
