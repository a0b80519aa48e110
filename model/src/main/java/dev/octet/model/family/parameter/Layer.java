package dev.octet.model.family.parameter;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution or fully connected layer with the batch normalization after it; or, where {@code
 * known} is false, a module that no family has.
 *
 * @param group weights and bias
 * @param norm the batch normalization, or null
 * @param known whether this is a layer at all
 */
public record Layer(ParameterGroup group, ParameterGroup norm, boolean known) {
  /** Joins each batch normalization to the layer before it. */
  public static List<Layer> of(List<ParameterGroup> groups) {
    List<Layer> layers = new ArrayList<>();
    for (ParameterGroup group : groups) {
      Layer last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
      if (group.isNorm()
          && last != null
          && last.known
          && last.norm == null
          && group.mean().shape().get(0) == last.outputs()) {
        layers.set(layers.size() - 1, new Layer(last.group, group, true));
      } else {
        layers.add(new Layer(group, null, group.isWeighted()));
      }
    }
    return layers;
  }

  /** Number of elements of a parameter. */
  static long elements(Parameter parameter) {
    long elements = 1;
    for (int extent : parameter.shape()) {
      elements = Math.min(elements * Math.max(extent, 0), Integer.MAX_VALUE);
    }
    return elements;
  }

  /** Name of the module. */
  public String name() {
    return group.name();
  }

  /** Output channels. */
  public int outputs() {
    return group.weight().shape().get(0);
  }

  /** Input channels per group. */
  public int inputs() {
    return group.weight().shape().get(1);
  }

  /** Whether this is a fully connected layer. */
  public boolean isLinear() {
    return group.weight().shape().size() == 2;
  }

  /** Rows of the kernel. */
  public int kernelHeight() {
    return isLinear() ? 1 : group.weight().shape().get(2);
  }

  /** Columns of the kernel. */
  public int kernelWidth() {
    return isLinear() ? 1 : group.weight().shape().get(3);
  }

  /** Whether this is a layer with a kernel of 1x1. */
  public boolean isPointwise() {
    return known && kernelHeight() == 1 && kernelWidth() == 1;
  }

  /** Whether the layer adds something of its own: a bias or a batch normalization. */
  public boolean hasOffset() {
    return norm != null || group.bias() != null;
  }
}
