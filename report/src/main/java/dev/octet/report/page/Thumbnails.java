package dev.octet.report.page;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.Jpeg;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Small pictures of inputs, as they may stand in a page. */
final class Thumbnails {
  private static final int LONGEST = 112;
  private static final float QUALITY = 0.72f;

  private final TensorSource source;
  private final Shape shape;
  private final Map<Integer, String> made = new HashMap<>();

  Thumbnails(TensorSource source, Shape shape) {
    this.source = source;
    this.shape = shape;
  }

  /** A picture as a {@code data:} URI; an empty text if the input is none or cannot be read. */
  String dataUri(int index) {
    return made.computeIfAbsent(index, this::make);
  }

  private String make(int index) {
    if (shape.channels() != 1 && shape.channels() != 3) {
      return "";
    }
    try {
      byte[] pixels =
          source instanceof PixelSource pictures
              ? pictures.pixels(index)
              : stretched(source.read(index));
      byte[] jpeg =
          Jpeg.encode(pixels, shape.width(), shape.height(), shape.channels(), LONGEST, QUALITY);
      return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
    } catch (OctetException e) {
      return "";
    }
  }

  /** A ready tensor from its smallest value (black) to its largest (white). */
  private static byte[] stretched(float[] values) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    byte[] pixels = new byte[values.length];
    float scale = high > low ? 255 / (high - low) : 0;
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) Math.round((values[i] - low) * scale);
    }
    return pixels;
  }
}
