package dev.octet.report.compare;

import dev.octet.calibration.input.SkippedInput;
import dev.octet.model.AtomicFile;
import dev.octet.report.layer.Signal;
import dev.octet.report.statistics.ImageFidelity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The file that lets an interrupted comparison go on: the results so far, written whole every now
 * and then. It belongs to one key (models, data, settings); under another key it is worth nothing.
 */
public final class Checkpoint {
  private static final int MAGIC = 0x4f43504d;

  /** Letters, of up to 3 bytes each, of a text with up to 65,535 bytes. */
  private static final int LONGEST_TEXT = 10_000;

  private static final int CRC_BYTES = Long.BYTES;

  private final Path file;
  private final byte[] key;
  private final long intervalNanos;
  private long last = System.nanoTime();

  /**
   * A checkpoint.
   *
   * @param file where it is kept
   * @param key a hash of everything the results depend on
   * @param seconds between two writes
   */
  public Checkpoint(Path file, byte[] key, double seconds) {
    this.file = file;
    this.key = key.clone();
    this.intervalNanos = (long) (seconds * 1e9);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Writes the results if it is time. */
  boolean due() {
    return System.nanoTime() - last >= intervalNanos;
  }

  /** Writes the results. */
  void save(Answers answers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(MAGIC);
      out.writeInt(key.length);
      out.write(key);
      out.writeInt(answers.candidates());
      out.writeInt(answers.outputs(0).size());
      out.writeInt(answers.readable());
      for (int c = 0; c < answers.candidates(); c++) {
        for (ImageResult image : answers.of(c)) {
          write(out, image);
        }
        for (Signal signal : answers.outputs(c)) {
          signal.write(out);
        }
      }
      out.writeInt(answers.skipped().size());
      for (SkippedInput skipped : answers.skipped()) {
        out.writeInt(skipped.index());
        out.writeUTF(cut(skipped.name()));
        out.writeUTF(cut(skipped.reason()));
      }
      CRC32 crc = new CRC32();
      crc.update(bytes.toByteArray());
      out.writeLong(crc.getValue());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    AtomicFile.write(file, bytes.toByteArray());
    last = System.nanoTime();
  }

  /** The results of an interrupted comparison with the same key; empty if there is none. */
  Optional<Answers> load() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length - CRC_BYTES;
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, Math.max(0, end));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      if (end < 0
          || new DataInputStream(new ByteArrayInputStream(bytes, end, CRC_BYTES)).readLong()
              != crc.getValue()
          || in.readInt() != MAGIC
          || in.readInt() != key.length
          || !Arrays.equals(in.readNBytes(key.length), key)) {
        return Optional.empty();
      }
      Answers answers = new Answers(in.readInt(), in.readInt());
      int images = in.readInt();
      for (int c = 0; c < answers.candidates(); c++) {
        List<ImageResult> results = answers.of(c);
        for (int i = 0; i < images; i++) {
          results.add(read(in));
        }
        for (Signal signal : answers.outputs(c)) {
          signal.add(Signal.read(in));
        }
      }
      for (int left = in.readInt(); left > 0; left--) {
        answers.skipped().add(new SkippedInput(in.readInt(), in.readUTF(), in.readUTF()));
      }
      return Optional.of(answers);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes the file. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is not read again: its key has a use only with --resume.
    }
  }

  /** As much of a text as fits the file. */
  private static String cut(String text) {
    return text.substring(0, Math.min(LONGEST_TEXT, text.length()));
  }

  private static void write(DataOutputStream out, ImageResult image) throws IOException {
    ImageFidelity f = image.fidelity();
    out.writeInt(image.index());
    out.writeInt(f.label());
    out.writeInt(f.floatTop());
    out.writeInt(f.int8Top());
    out.writeInt(f.floatRank());
    out.writeInt(f.int8Rank());
    out.writeDouble(f.floatMargin());
    out.writeDouble(f.int8Margin());
    out.writeDouble(f.signal());
    out.writeDouble(f.noise());
    out.writeDouble(f.product());
    out.writeDouble(f.energy());
    out.writeDouble(f.divergence());
  }

  private static ImageResult read(DataInputStream in) throws IOException {
    return new ImageResult(
        in.readInt(),
        new ImageFidelity(
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readDouble()));
  }
}
