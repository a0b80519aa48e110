package dev.octet.calibration.image;

import java.io.EOFException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Listens to a decoder's warnings. A JPEG decoder fills the rest of a truncated picture with grey
 * and only warns; Pillow refuses such a file, and so does this.
 */
final class WarningCollector implements IIOReadWarningListener {
  private String truncated;

  @Override
  public void warningOccurred(ImageReader source, String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("premature end") || text.contains("truncated")) {
      truncated = warning;
    }
  }

  void throwIfTruncated() throws EOFException {
    if (truncated != null) {
      throw new EOFException("the file is truncated");
    }
  }
}
