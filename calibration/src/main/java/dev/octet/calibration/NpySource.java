package dev.octet.calibration;

import dev.octet.calibration.npy.NpyFile;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import java.util.List;

/**
 * Ready input tensors of a {@code .npy} file, one per row: NCHW or NHWC, distinguished by the
 * model's shape (NCHW where both fit). They are used as they are.
 */
public final class NpySource implements TensorSource {
  private final NpyFile file;
  private final Shape shape;
  private final boolean channelsFirst;
  private final int[] labels;

  /**
   * Opens a file.
   *
   * @param path the file
   * @param shape the model's input
   * @param labels class of each row, or empty when unknown
   * @throws OctetException INPUT if the file is not a float array of rows of that shape, or the
   *     number of labels is another
   */
  public NpySource(Path path, Shape shape, int[] labels) {
    this.file = NpyFile.open(path);
    this.shape = shape;
    this.labels = labels.clone();
    List<Long> extents = file.shape();
    List<Long> row = extents.subList(1, extents.size());
    long height = shape.height();
    long width = shape.width();
    long channels = shape.channels();
    this.channelsFirst = row.equals(List.of(channels, height, width));
    boolean vector = shape.pixels() == 1 && row.equals(List.of(channels));
    if (!channelsFirst && !vector && !row.equals(List.of(height, width, channels))) {
      throw new OctetException(
          Failure.INPUT,
          "an array of shape " + extents + " does not fit the model's input " + shape,
          path.toString(),
          "save it as [N, channels, height, width] or [N, height, width, channels]");
    }
    if (!file.isFloat()) {
      throw new OctetException(
          Failure.INPUT,
          "the tensors are integers",
          path.toString(),
          "save preprocessed tensors as float32");
    }
    if (labels.length != 0 && labels.length != file.rows()) {
      throw new OctetException(
          Failure.INPUT,
          labels.length + " labels for " + file.rows() + " tensors",
          path.toString(),
          "give one label for each row");
    }
  }

  @Override
  public int size() {
    return file.rows();
  }

  @Override
  public String name(int index) {
    return "row " + index;
  }

  @Override
  public int label(int index) {
    return labels.length == 0 ? UNLABELLED : labels[index];
  }

  @Override
  public float[] read(int index) {
    float[] row = file.row(index);
    for (float value : row) {
      if (!Float.isFinite(value)) {
        throw new OctetException(
            Failure.INPUT,
            "the tensor holds " + value,
            file.file() + ", row " + index,
            "leave this row out");
      }
    }
    return channelsFirst ? channelsLast(row) : row;
  }

  private float[] channelsLast(float[] planes) {
    float[] out = new float[planes.length];
    int channels = shape.channels();
    int pixels = shape.pixels();
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        out[p * channels + c] = planes[c * pixels + p];
      }
    }
    return out;
  }
}
