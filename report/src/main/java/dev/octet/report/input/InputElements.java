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
    this.spec = schedule.tensors[schedule.input];
    this.preprocessing = schedule.preprocessing;
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
   * The nearest elements of a ready tensor.
   *
   * @param values HWC, normalized
   */
  public byte[] ofTensor(float[] values) {
    byte[] elements = new byte[values.length];
    int channels = spec.channels();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = rounded(values[i], i % channels);
    }
    return elements;
  }

  private byte rounded(float value, int channel) {
    double element = Math.rint(value / spec.scale(channel) + spec.zeroPoint(channel));
    return (byte) Math.min(Math.max(element, Byte.MIN_VALUE), Byte.MAX_VALUE);
  }
}
