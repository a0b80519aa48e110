package dev.octet.model.testing;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Builds graphs of seeded random weights whose activations keep about unit size. */
public final class RandomNetwork {
  private final SplittableRandom random;
  private final String inputName = "input";
  private final Shape inputShape;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private double epsilon = 1e-5;

  /** An empty network. */
  public RandomNetwork(long seed, Shape inputShape) {
    this.random = new SplittableRandom(seed);
    this.inputShape = inputShape;
    shapes.put(inputName, inputShape);
  }

  /** Sets the epsilon of the batch normalizations that follow. */
  public RandomNetwork epsilon(double value) {
    epsilon = value;
    return this;
  }

  /** Name of the input tensor. */
  public String input() {
    return inputName;
  }

  /** Shape of a tensor made so far. */
  public Shape shape(String tensor) {
    return shapes.get(tensor);
  }

  /** Adds any op; the output's name is the node's. */
  public String add(String name, Op op, String... inputs) {
    Node node = new Node(name, op, List.of(inputs), name + ".out");
    nodes.add(node);
    shapes.put(node.output(), op.outputShape(node.inputs().stream().map(shapes::get).toList()));
    return node.output();
  }

  /** Square kernel, padding (kernel - 1) / 2 on every side, no bias unless asked for. */
  public String conv(
      String name, String input, int channels, int kernel, int stride, int groups, boolean bias) {
    int pad = (kernel - 1) / 2;
    Window window = Window.square(kernel, stride, pad);
    return conv(name, input, channels, window, groups, bias);
  }

  /** Any convolution, He-initialized. */
  public String conv(
      String name, String input, int channels, Window window, int groups, boolean bias) {
    int fanIn = window.kernelHeight * window.kernelWidth * shapes.get(input).channels() / groups;
    float[] weights = normal(channels * fanIn, 0, Math.sqrt(2.0 / fanIn));
    float[] biases = bias ? normal(channels, 0, 0.1) : new float[channels];
    return add(name, new Op.Conv(window, groups, channels, weights, biases), input);
  }

  /** Batch normalization with statistics near (0, 1). */
  public String batchNorm(String name, String input) {
    int channels = shapes.get(input).channels();
    return add(
        name,
        new Op.BatchNorm(
            uniform(channels, 0.7, 1.3),
            normal(channels, 0, 0.2),
            normal(channels, 0, 0.2),
            uniform(channels, 0.6, 1.8),
            epsilon,
            true),
        input);
  }

  /** Finishes the graph. */
  public FloatGraph build(String name, String output) {
    return new FloatGraph(name, inputName, inputShape, nodes, output, false);
  }

  /** Normally distributed numbers. */
  public float[] normal(int count, double mean, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      // Box-Muller, with one of the two numbers.
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double angle = 2 * StrictMath.PI * random.nextDouble();
      values[i] = (float) (mean + deviation * radius * StrictMath.cos(angle));
    }
    return values;
  }

  private float[] uniform(int count, double low, double high) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (low + (high - low) * random.nextDouble());
    }
    return values;
  }
}
