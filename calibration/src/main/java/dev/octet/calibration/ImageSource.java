package dev.octet.calibration;

import dev.octet.calibration.image.ImageDecoder;
import dev.octet.calibration.image.RgbImage;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.preprocess.Preprocessor;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Photos on disk, decoded and preprocessed when they are asked for; nothing is kept. */
public final class ImageSource implements PixelSource {
  /**
   * One photo.
   *
   * @param file the file
   * @param name how it is shown: its path relative to the source, with {@code /}
   * @param label class index or {@link TensorSource#UNLABELLED}
   */
  public record Entry(Path file, String name, int label) {}

  private final List<Entry> entries;
  private final Preprocessing spec;
  private final Shape shape;
  private final ImageDecoder decoder;
  private final float[] normalized;
  private final Queue<Preprocessor> idle = new ConcurrentLinkedQueue<>();
  private final Set<Integer> turned = ConcurrentHashMap.newKeySet();

  /**
   * Describes photos without opening any.
   *
   * @param entries the photos
   * @param spec geometry and normalization; the table is not used
   * @param shape the model's input, 1 or 3 channels
   * @param decoder how files become pictures
   */
  public ImageSource(List<Entry> entries, Preprocessing spec, Shape shape, ImageDecoder decoder) {
    this.entries = List.copyOf(entries);
    this.spec = spec.withTable(new byte[0]);
    this.shape = shape;
    this.decoder = decoder;
    // Checks the rules now rather than on the first photo.
    idle.add(preprocessor());
    normalized = new float[shape.channels() * 256];
    for (int i = 0; i < normalized.length; i++) {
      normalized[i] = (float) spec.real(i & 255, i >> 8);
    }
  }

  private Preprocessor preprocessor() {
    return new Preprocessor(spec, shape.height(), shape.width(), shape.channels());
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public String name(int index) {
    return entries.get(index).name();
  }

  @Override
  public int label(int index) {
    return entries.get(index).label();
  }

  /** The file of a photo. */
  public Path file(int index) {
    return entries.get(index).file();
  }

  @Override
  public RgbImage image(int index) {
    return decode(index, Function.identity());
  }

  @Override
  public byte[] pixels(int index) {
    return decode(index, this::preprocess);
  }

  private <T> T decode(int index, Function<RgbImage, T> use) {
    return decoder.decode(
        entries.get(index).file(),
        image -> {
          if (image.orientation() != 1) {
            turned.add(index);
          }
          return use.apply(image);
        });
  }

  private byte[] preprocess(RgbImage image) {
    Preprocessor preprocessor = idle.poll();
    if (preprocessor == null) {
      preprocessor = preprocessor();
    }
    try {
      byte[] out = new byte[shape.elements()];
      int stride = 3 * image.width();
      preprocessor.pixels(
          image.rgb(), 0, PixelFormat.RGB, image.width(), image.height(), stride, out, 0);
      return out;
    } finally {
      idle.add(preprocessor);
    }
  }

  @Override
  public float[] normalize(byte[] pixels) {
    float[] out = new float[pixels.length];
    int channels = shape.channels();
    for (int i = 0; i < out.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        out[i + c] = normalized[c * 256 + (pixels[i + c] & 255)];
      }
    }
    return out;
  }

  @Override
  public int turned() {
    return turned.size();
  }
}
