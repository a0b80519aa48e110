package dev.octet.model.tflite;

import dev.octet.model.PixelScale;
import dev.octet.model.tflite.read.AffineScale;
import dev.octet.model.tflite.read.ElementCode;
import dev.octet.model.tflite.read.TfliteTensor;
import java.util.Optional;

/** What pixels become on the way into a quantized network, whose elements are the pixels. */
final class LiteInputScale {
  private static final int LEVELS = 255;
  private static final int SHIFT = 128;

  private LiteInputScale() {}

  /** The values that the pixels stand for, if the input has 8 bits. */
  static Optional<PixelScale> pixels(TfliteTensor input) {
    Optional<ElementCode> type = input.type().filter(ElementCode::isQuantized8);
    Optional<AffineScale> scale = input.quantization().filter(AffineScale::isPerTensor);
    if (type.isEmpty() || scale.isEmpty() || !(scale.get().scale()[0] > 0)) {
      return Optional.empty();
    }
    int shift = type.get() == ElementCode.INT8 ? SHIFT : 0;
    double[] mean = {(double) (scale.get().zeroPoint()[0] + shift) / LEVELS};
    double[] std = {1 / (LEVELS * scale.get().scale()[0])};
    return Optional.of(new PixelScale(mean, std));
  }
}
