package dev.octet.calibration.image;

import dev.octet.model.ModelLimits;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Reads JPEG, PNG, BMP, WebP and PNM files as Pillow's {@code Image.open(file).convert("RGB")} does
 * (docs/preprocessing.md): alpha is dropped, colour profiles and gamma do not count. Safe for use
 * by several threads; how many large pictures are in memory at once follows from the heap's size.
 */
public final class ImageDecoder {
  private static final List<PictureFormat> FORMATS =
      List.of(
          new JpegFormat(),
          new PlatformFormat(
              "png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}),
          new PlatformFormat("bmp", new byte[] {'B', 'M'}),
          new WebpFormat(),
          new PnmFormat());

  private static final int HEAD_BYTES = 16;

  /** Bytes that a pixel costs at worst while it is decoded and converted. */
  private static final long BYTES_PER_PIXEL = 8;

  private static final long PIXELS_PER_PERMIT = 1 << 16;

  private final ExifMode exif;
  private final int permits;
  private final Semaphore memory;

  /** A decoder that may use half of the heap. */
  public ImageDecoder(ExifMode exif) {
    this(exif, Runtime.getRuntime().maxMemory() / 2);
  }

  /** A decoder that keeps pictures of up to this many bytes in memory at once, but always one. */
  ImageDecoder(ExifMode exif, long memoryBytes) {
    this.exif = exif;
    long most = memoryBytes / BYTES_PER_PIXEL / PIXELS_PER_PERMIT;
    this.permits = (int) Math.max(1, Math.min(most, Integer.MAX_VALUE));
    this.memory = new Semaphore(permits, true);
  }

  /**
   * Decodes a picture.
   *
   * @throws OctetException (INPUT) if the file is missing, damaged, too large or no picture
   */
  public RgbImage decode(Path file) {
    return decode(file, Function.identity());
  }

  /**
   * Decodes a picture and does something with it; the picture counts as in memory until then.
   *
   * @param file the file
   * @param use what is done, on the calling thread; should not keep the picture
   * @throws OctetException (INPUT) if the file is missing, damaged, too large or no picture
   */
  public <T> T decode(Path file, Function<RgbImage, T> use) {
    PictureFormat format = guarded(file, () -> format(file));
    PictureFormat.Size size = guarded(file, () -> format.size(file));
    long bytes = guarded(file, () -> Files.size(file));
    ImageLimits.check(size.width(), size.height(), bytes, file.toString());
    long pixels = size.width() * size.height();
    int cost = (int) Math.min(permits, pixels / PIXELS_PER_PERMIT + 1);
    memory.acquireUninterruptibly(cost);
    try {
      RgbImage image = guarded(file, () -> decode(format, file, size));
      return use.apply(exif == ExifMode.APPLY ? ExifOrientation.apply(image) : image);
    } finally {
      memory.release(cost);
    }
  }

  private static RgbImage decode(PictureFormat format, Path file, PictureFormat.Size size)
      throws IOException {
    try {
      return format.decode(file);
    } catch (OutOfMemoryError e) {
      // What failed is one large array, and it is free again: the next picture may well fit.
      throw new IOException(
          "a picture of "
              + size.width()
              + "x"
              + size.height()
              + " does not fit into the heap (java -Xmx)",
          e);
    }
  }

  /**
   * Whether a file begins as a picture of any kind does, also of one that is not read, and as no
   * text can.
   */
  public static boolean looksLikePicture(Path file) {
    try {
      byte[] head = head(file);
      boolean text = head.length > 0 && head[0] >= 0;
      for (byte b : head) {
        text &= b != 0;
      }
      return !text
          && (FORMATS.stream().anyMatch(format -> format.matches(head))
              || ForeignPicture.of(head).isPresent());
    } catch (IOException e) {
      return false; // Whoever reads it next says why.
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T guarded(Path file, Step<T> step) {
    try {
      return step.run();
    } catch (NoSuchFileException e) {
      throw new OctetException(Failure.INPUT, "no such file", file.toString(), "check the path", e);
    } catch (IOException | RuntimeException e) {
      // The decoders throw all kinds of unchecked exceptions on damaged files.
      throw new OctetException(
          Failure.INPUT,
          "cannot be decoded: " + reason(e),
          file.toString(),
          "leave it out or replace it",
          e);
    }
  }

  private static PictureFormat format(Path file) throws IOException {
    if (Files.size(file) > ModelLimits.PICTURE_BYTES) {
      throw new IOException("the file is too large");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("not a file");
    }
    byte[] head = head(file);
    for (PictureFormat format : FORMATS) {
      if (format.matches(head)) {
        return format;
      }
    }
    throw new IOException(
        head.length == 0
            ? "the file is empty"
            : ForeignPicture.of(head)
                .map(kind -> "a " + kind + " picture; JPEG, PNG, BMP, WebP and PNM are read")
                .orElse("not a JPEG, PNG, BMP, WebP or PNM"));
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD_BYTES);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
