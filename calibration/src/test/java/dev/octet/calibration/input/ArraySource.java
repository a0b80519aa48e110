package dev.octet.calibration.input;

import dev.octet.calibration.TensorSource;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Set;

/** Inputs from memory, some of which cannot be read. */
record ArraySource(float[][] inputs, Set<Integer> unreadable) implements TensorSource {
  @Override
  public int size() {
    return inputs.length;
  }

  @Override
  public String name(int index) {
    return "image" + index;
  }

  @Override
  public float[] read(int index) {
    if (unreadable.contains(index)) {
      throw new OctetException(Failure.INPUT, "not a picture", name(index), "remove it");
    }
    return inputs[index];
  }
}
