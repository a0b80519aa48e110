package dev.octet.model.keras;

import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.model.file.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;

/** Keras files: HDF5 ({@code .h5}) and archives ({@code .keras}). */
public final class KerasFormat implements ModelFormat {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** A format without settings. */
  public KerasFormat() {}

  @Override
  public boolean matches(Path file, byte[] head) {
    if (isHdf5(head)) {
      return true;
    }
    if (head.length < 4 || head[0] != 'P' || head[1] != 'K') {
      return false;
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(KerasSource.CONFIG) != null;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isHdf5(byte[] head) {
    return head.length >= HDF5.length && Arrays.equals(head, 0, HDF5.length, HDF5, 0, HDF5.length);
  }

  /**
   * Reads a model.
   *
   * @throws dev.octet.runtime.OctetException INPUT for a damaged file or weights that are not
   *     finite; UNSUPPORTED for a network that cannot be taken, naming the layer; USAGE when the
   *     input size is left open or contradicts the options
   */
  @Override
  public FloatModel read(Path file, ImportOptions options) {
    byte[] head = FileBytes.head(file);
    if (head.length > 0 && head[0] == HDF5[0]) {
      byte[] bytes = FileBytes.all(file);
      KerasSource source = KerasSource.hdf5(bytes, file.toString());
      return KerasImporter.read(source, options, file.toString(), FileBytes.sha256(bytes));
    }
    return KerasImporter.read(
        KerasSource.archive(file), options, file.toString(), FileBytes.sha256(file));
  }
}
