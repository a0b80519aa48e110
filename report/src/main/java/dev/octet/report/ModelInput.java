package dev.octet.report;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;

/**
 * One input as both models take it, made from the same pixels where there are any.
 *
 * @param values the float model's, HWC, normalized
 * @param elements the int8 model's, HWC
 */
record ModelInput(float[] values, byte[] elements) {
  /**
   * Reads an input.
   *
   * @throws dev.octet.runtime.OctetException (INPUT) if it cannot be read
   */
  static ModelInput read(TensorSource source, int index, InputElements elements) {
    if (source instanceof PixelSource pictures && elements.takesPixels()) {
      byte[] pixels = pictures.pixels(index);
      return new ModelInput(pictures.normalize(pixels), elements.ofPixels(pixels));
    }
    float[] values = source.read(index);
    return new ModelInput(values, elements.ofTensor(values));
  }
}
