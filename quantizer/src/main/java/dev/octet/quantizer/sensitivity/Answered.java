package dev.octet.quantizer.sensitivity;

import dev.octet.calibration.input.Inputs;
import java.util.Arrays;

/**
 * Inputs with what the float network answers to them.
 *
 * @param inputs the inputs
 * @param logits the answers, [input][class]
 */
public record Answered(Inputs inputs, float[][] logits) {
  /** Number of inputs. */
  public int count() {
    return inputs.count();
  }

  /** Some of them, in a chosen order. */
  public Answered subset(int... indices) {
    return new Answered(
        inputs.subset(indices),
        Arrays.stream(indices).mapToObj(i -> logits[i]).toArray(float[][]::new));
  }
}
