package dev.octet.calibration.input;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Float input tensors, HWC, by number. They are made or read when they are asked for, by several
 * threads at a time; a {@link SourceCache} below makes asking again cheap.
 *
 * @param count number of inputs
 * @param tensors makes the tensor of an input; nobody changes it afterwards
 */
public record Inputs(int count, IntFunction<float[]> tensors) {
  /** Inputs that are in memory. */
  public static Inputs of(float[]... tensors) {
    return new Inputs(tensors.length, i -> tensors[i]);
  }

  /** One input; not to be changed. */
  public float[] get(int index) {
    return tensors.apply(index);
  }

  /** Some of the inputs, in a chosen order. */
  public Inputs subset(int... indices) {
    IntFunction<float[]> all = tensors;
    return new Inputs(indices.length, i -> all.apply(indices[i]));
  }

  /** The first inputs, or all if there are fewer. */
  public Inputs first(int most) {
    return subset(IntStream.range(0, Math.min(count, most)).toArray());
  }
}
