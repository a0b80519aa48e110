package dev.octet.report.compare;

import dev.octet.calibration.npy.NpzWriter;
import dev.octet.model.AtomicFile;
import dev.octet.model.graph.FloatGraph;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Collects logits for a {@code .npz} file. They wait in a file beside it, because the archive needs
 * one matrix after the other; a resumed comparison finds them there.
 */
public final class LogitsSpool implements LogitsListener, AutoCloseable {
  private static final String SUFFIX = ".partial";

  private final Path target;
  private final Path spool;
  private final FloatGraph graph;
  private final List<DumpMatrix> matrices;
  private final FileChannel channel;
  private boolean temporary;
  private int rows;

  /**
   * Opens the spool.
   *
   * @param target the {@code .npz} file
   * @param graph the float model
   * @param candidates number of models that are compared with it
   * @param keep whether what an interrupted comparison left is kept, for {@link #resumed}
   * @throws OctetException OUTPUT if there can be no file
   */
  public LogitsSpool(Path target, FloatGraph graph, int candidates, boolean keep) {
    this.target = target;
    this.spool = target.toAbsolutePath().resolveSibling(target.getFileName() + SUFFIX);
    this.graph = graph;
    this.matrices = DumpMatrix.of(graph, candidates);
    try {
      this.channel =
          FileChannel.open(
              spool, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!keep) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Says that nobody will resume: the file goes away however the comparison ends. */
  public void makeTemporary() {
    temporary = true;
    spool.toFile().deleteOnExit();
  }

  private long rowBytes() {
    return matrices.stream().mapToLong(matrix -> (long) matrix.elements() * Float.BYTES).sum();
  }

  @Override
  public void resumed(int readable) {
    try {
      if (channel.size() < readable * rowBytes()) {
        throw new OctetException(
            Failure.INPUT,
            "it has the logits of fewer inputs than the comparison",
            spool.toString(),
            "run the comparison without --resume");
      }
      rows = readable;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void accept(int index, float[] reference, float[][] answers) {
    ByteBuffer row = ByteBuffer.allocate((int) rowBytes());
    for (DumpMatrix matrix : matrices) {
      float[] answer = matrix.candidate() < 0 ? reference : answers[matrix.candidate()];
      row.put(bytes(graph.output(matrix.output(), answer)));
    }
    row.flip();
    try {
      long at = rows * rowBytes();
      while (row.hasRemaining()) {
        at += channel.write(row, at);
      }
    } catch (IOException e) {
      throw failure(e);
    }
    rows++;
  }

  /** The little-endian bytes of some floats. */
  static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** Writes the archive; the spool goes away. */
  public void finish() {
    AtomicFile.write(
        target,
        stream -> {
          NpzWriter npz = new NpzWriter(stream);
          long begin = 0;
          for (DumpMatrix matrix : matrices) {
            long offset = begin;
            int length = matrix.elements() * Float.BYTES;
            begin += length;
            npz.add(
                matrix.name(),
                rows,
                matrix.shape(),
                row -> {
                  ByteBuffer bytes = ByteBuffer.allocate(length);
                  long at = row * rowBytes() + offset;
                  while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
                    // Goes on until the row is whole.
                  }
                  return bytes.array();
                });
          }
          npz.finish();
        });
    temporary = true;
    close();
  }

  private OctetException failure(IOException e) {
    return new OctetException(
        Failure.OUTPUT,
        "cannot be written: " + e.getMessage(),
        spool.toString(),
        "name a file in an existing, writable folder with enough free space",
        e);
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (temporary) {
        Files.deleteIfExists(spool);
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
