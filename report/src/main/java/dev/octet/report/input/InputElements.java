package dev.octet.report.input;

import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;

/** Turns the float model's input tensor into the int8 model's. */
public final class InputElements {
  private final TensorSpec spec;
  private final Preprocessing preprocessing;

  /** For one int8 model. */
  public InputElements(Schedule schedule) {
    this(schedule.tensors[schedule.input], schedule.preprocessing);
  }

  InputElements(TensorSpec spec, Preprocessing preprocessing) {
    this.spec = spec;
    this.preprocessing = preprocessing;
  }

  /** Whether pixels can be given, that is, whether the model knows its preprocessing. */
  public boolean takesPixels() {
    return preprocessing != null;
  }

  /**
   * The elements of a resized and cropped picture, as the board makes them.
   *
   * @param pixels unsigned bytes, HWC
   */
  public byte[] ofPixels(byte[] pixels) {
    byte[] elements = new byte[pixels.length];
    int channels = spec.channels();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = preprocessing.table[i % channels * 256 + (pixels[i] & 255)];
    }
    return elements;
  }

  /**
   * The nearest elements of a ready tensor (docs/arithmetic.md, equation 1).
   *
   * @param values HWC, normalized
   */
  public byte[] ofTensor(float[] values) {
    byte[] elements = new byte[spec.elements()];
    spec.elements(values, elements, 0);
    return elements;
  }
}
