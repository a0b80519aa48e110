package dev.octet.model.graph;

import dev.octet.runtime.schedule.operation.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a node computes. Arrays inside are shared and must not be changed. Everything an exporter
 * may spell in another way (fully connected layers, hard-swish in parts, reductions over height and
 * width) has been brought to one of these by the importer.
 */
public sealed interface Op {
  /**
   * The output's shape.
   *
   * @param inputs shapes of the inputs, in order
   * @throws IllegalArgumentException if the inputs do not fit; the message says how
   */
  Shape outputShape(List<Shape> inputs);

  /** The operation's name in messages and reports, such as {@code Conv}. */
  default String kind() {
    return getClass().getSimpleName();
  }

  /**
   * Convolution; a fully connected layer is one with a 1x1 window on a 1x1 map, or with a window as
   * large as the map.
   *
   * @param window kernel, stride, padding (with zeros), dilation
   * @param groups channel groups, 1 for a dense and input channels for a depthwise convolution
   * @param outputChannels output channels
   * @param weights [outputChannels][kernelHeight][kernelWidth][inputChannels / groups]
   * @param bias one per output channel, zeros where the layer has none
   */
  record Conv(Window window, int groups, int outputChannels, float[] weights, float[] bias)
      implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = single(inputs);
      int perGroup = weights.length / (outputChannels * window.kernelHeight * window.kernelWidth);
      if (perGroup * groups != in.channels() || outputChannels % groups != 0) {
        throw new IllegalArgumentException(
            "weights for "
                + perGroup * groups
                + " input channels in "
                + groups
                + " groups, but the input is "
                + in);
      }
      return new Shape(
          window.outputHeight(in.height()), window.outputWidth(in.width()), outputChannels);
    }

    /** Weights of one output channel: kernelHeight x kernelWidth x inputChannels / groups. */
    public int weightsPerChannel() {
      return weights.length / outputChannels;
    }

    /** Whether every group has exactly one input channel. */
    public boolean isDepthwise(Shape input) {
      return groups == input.channels() && groups > 1;
    }
  }

  /**
   * Batch normalization with frozen statistics, {@code (x - mean) / sqrt(variance + epsilon) *
   * gamma + beta}; also any multiplication and addition of constants per channel (mean 0, variance
   * 1, epsilon 0, {@code hasStatistics} false).
   */
  record BatchNorm(
      float[] gamma,
      float[] beta,
      float[] mean,
      float[] variance,
      double epsilon,
      boolean hasStatistics)
      implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = single(inputs);
      if (in.channels() != gamma.length) {
        throw new IllegalArgumentException(
            gamma.length + " channels of normalization, but the input is " + in);
      }
      return in;
    }
  }

  /**
   * {@code min(max(x, low), high)}: ReLU is (0, +infinity), ReLU6 is (0, 6).
   *
   * @param low lower bound, perhaps -infinity
   * @param high upper bound, perhaps +infinity
   */
  record Clip(float low, float high) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /** {@code x * min(max(x + 3, 0), 6) / 6}. */
  record HardSwish() implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /** {@code min(max(alpha * x + beta, 0), 1)}; 1/6 and 1/2 in MobileNetV3. */
  record HardSigmoid(float alpha, float beta) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /**
   * {@code x} where it is at least 0, else {@code slope * x}.
   *
   * @param slope at least 0 and finite; 0.01 to 0.3 in practice
   */
  record LeakyRelu(float slope) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /**
   * {@code x} where it is at least 0, else the channel's slope times {@code x}.
   *
   * @param slopes one per channel, finite; trained, so perhaps below 0 or above 1
   */
  record PRelu(float[] slopes) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = single(inputs);
      if (in.channels() != slopes.length) {
        throw new IllegalArgumentException(slopes.length + " slopes, but the input is " + in);
      }
      return in;
    }
  }

  /**
   * A smooth function of each value.
   *
   * @param function which one
   * @param parameter alpha of ELU, beta of SiLU; 1 for the others
   */
  record Unary(UnaryFunction function, float parameter) implements Op {
    /** A function without a parameter. */
    public Unary(UnaryFunction function) {
      this(function, 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /**
   * Moves values: element (y, x, c) of the output is element {@code rows[y] + columns[x] +
   * depth[c]} of the input (HWC), or {@code fill} where one of the three is below 0. {@link
   * Rearrangements} makes the tables.
   *
   * @param rows one per row of the output
   * @param columns one per column of the output
   * @param depth one per channel of the output
   * @param fill value of elements that come from nowhere
   */
  record Rearrange(int[] rows, int[] columns, int[] depth, float fill) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = single(inputs);
      long last = (long) largest(rows) + largest(columns) + largest(depth);
      if (last >= in.elements()) {
        throw new IllegalArgumentException("element " + last + " of an input of " + in);
      }
      return new Shape(rows.length, columns.length, depth.length);
    }

    private static int largest(int[] offsets) {
      return Math.max(Arrays.stream(offsets).max().orElse(0), 0);
    }

    /** Whether every output channel is one input channel, and rows and columns are whole. */
    public boolean keepsChannels(Shape in) {
      for (int[] offsets : new int[][] {rows, columns}) {
        for (int offset : offsets) {
          if (offset > 0 && offset % in.channels() != 0) {
            return false;
          }
        }
      }
      return largest(depth) < in.channels();
    }

    /** Whether some element is {@code fill}. */
    public boolean fills() {
      return Stream.of(rows, columns, depth).flatMapToInt(Arrays::stream).anyMatch(i -> i < 0);
    }
  }

  /** Another height and width by interpolation between neighbours. */
  record Resize(Sampling rows, Sampling columns) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = single(inputs);
      if (rows.last() >= in.height() || columns.last() >= in.width()) {
        throw new IllegalArgumentException(
            "row " + rows.last() + " or column " + columns.last() + " of " + in);
      }
      return new Shape(rows.outputs(), columns.outputs(), in.channels());
    }
  }

  /** {@code exp(x) / sum of exp(x)} over the channels of each pixel. */
  record Softmax() implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /**
   * Each pixel's channels divided by their Euclidean length, which is at least {@code epsilon}.
   *
   * @param epsilon above 0
   */
  record L2Normalize(float epsilon) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return single(inputs);
    }
  }

  /** Sum of two tensors of the same shape. */
  record Add() implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
        throw new IllegalArgumentException("cannot add " + inputs);
      }
      return inputs.get(0);
    }
  }

  /**
   * Product of two tensors of the same shape, or of a map (first) and a 1 x 1 x channels gate
   * (second).
   */
  record Mul() implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (inputs.size() != 2
          || !(inputs.get(0).equals(inputs.get(1))
              || inputs.get(1).equals(new Shape(1, 1, inputs.get(0).channels())))) {
        throw new IllegalArgumentException("cannot multiply " + inputs);
      }
      return inputs.get(0);
    }
  }

  /** Mean over all pixels. */
  record GlobalAveragePool() implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return new Shape(1, 1, single(inputs).channels());
    }
  }

  /**
   * Mean over a window.
   *
   * @param window kernel, stride, padding; dilation 1
   * @param countPadding whether padding counts in the divisor
   */
  record AveragePool(Window window, boolean countPadding) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return slide(window, single(inputs));
    }
  }

  /**
   * Maximum over a window; padding never wins.
   *
   * @param window kernel, stride, padding, dilation
   */
  record MaxPool(Window window) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return slide(window, single(inputs));
    }
  }

  /** Channels of all inputs, one after another. */
  record Concat() implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape first = inputs.get(0);
      int channels = 0;
      for (Shape in : inputs) {
        if (in.height() != first.height() || in.width() != first.width()) {
          throw new IllegalArgumentException("cannot join the channels of " + inputs);
        }
        channels = Math.addExact(channels, in.channels());
      }
      return new Shape(first.height(), first.width(), channels);
    }
  }

  /** Constant border of the given numbers of pixels. */
  record Pad(int top, int left, int bottom, int right, float value) implements Op {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape in = single(inputs);
      return new Shape(in.height() + top + bottom, in.width() + left + right, in.channels());
    }
  }

  private static Shape single(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("one input expected, not " + inputs.size());
    }
    return inputs.get(0);
  }

  private static Shape slide(Window window, Shape in) {
    return new Shape(
        window.outputHeight(in.height()), window.outputWidth(in.width()), in.channels());
  }
}
