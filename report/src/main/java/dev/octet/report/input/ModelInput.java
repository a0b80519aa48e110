package dev.octet.report.input;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;

/**
 * One input as both models take it, made from the same pixels where there are any.
 *
 * @param values the float model's, HWC, normalized
 * @param elements the int8 model's, HWC
 */
public record ModelInput(float[] values, byte[] elements) {
  /**
   * One input as it is read.
   *
   * @param pixels HWC, or null for a ready tensor
   * @param values the float model's, HWC, normalized
   */
  public record Raw(byte[] pixels, float[] values) {
    /** The same for an int8 model. */
    public ModelInput input(InputElements elements) {
      return new ModelInput(
          values,
          pixels != null && elements.takesPixels()
              ? elements.ofPixels(pixels)
              : elements.ofTensor(values));
    }
  }

  /**
   * Reads an input.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) if it cannot be read
   */
  public static Raw raw(TensorSource source, int index) {
    if (source instanceof PixelSource pictures) {
      byte[] pixels = pictures.pixels(index);
      return new Raw(pixels, pictures.normalize(pixels));
    }
    return new Raw(null, source.read(index));
  }

  /**
   * Reads an input for an int8 model.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) if it cannot be read
   */
  public static ModelInput read(TensorSource source, int index, InputElements elements) {
    return raw(source, index).input(elements);
  }
}
