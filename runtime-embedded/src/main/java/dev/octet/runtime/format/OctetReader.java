package dev.octet.runtime.format;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.format.bytes.ByteCursor;
import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.operation.OperationReader;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads {@code .octet} files; what it returns has passed every check of {@link ScheduleValidator}.
 */
public final class OctetReader {
  private static final int FIRST_READ = 1 << 16;

  private OctetReader() {}

  /**
   * Reads a file's bytes.
   *
   * @param file the whole file, kept as the place of the weights: not to be changed afterwards
   * @param source the file's name, for errors
   * @throws OctetException INPUT with the byte offset when the file is not exactly right
   */
  public static Schedule read(byte[] file, String source) {
    Schedule schedule = parse(file, source);
    ScheduleValidator.validate(schedule, source);
    return schedule;
  }

  /**
   * Reads a stream to the end of the model, and no further than one byte past it. Memory grows with
   * what arrives, not with what the header promises.
   *
   * @throws OctetException INPUT when the stream is no model
   * @throws IOException when the stream cannot be read
   */
  public static Schedule read(InputStream stream, String source) throws IOException {
    return read(stream, source, FIRST_READ);
  }

  /**
   * Reads a stream as {@link #read(InputStream, String)} does, in one go when it really has as many
   * bytes as its header promises.
   *
   * @param expected bytes that the stream is known to have
   * @throws OctetException INPUT when the stream is no model
   * @throws IOException when the stream cannot be read
   */
  public static Schedule read(InputStream stream, String source, long expected) throws IOException {
    byte[] header = new byte[OctetFormat.HEADER_BYTES];
    int filled = fill(stream, header, 0, OctetFormat.HEADER_BYTES);
    int length = (int) Container.declaredLength(header, filled, source);
    int first = (int) Math.min(length, Math.max(FIRST_READ, expected));
    byte[] buffer = Arrays.copyOf(header, Math.max(filled, first));
    while (filled < length) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(length, 2L * buffer.length));
      }
      // Small pieces: a JVM copies each through native memory of its size.
      int most = Math.min(FIRST_READ, Math.min(length, buffer.length) - filled);
      int count = stream.read(buffer, filled, most);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    if (filled == length && stream.read() >= 0) {
      throw ByteCursor.refusal(source, length, "bytes past the end of the model");
    }
    return read(buffer.length == filled ? buffer : Arrays.copyOf(buffer, filled), source);
  }

  private static int fill(InputStream stream, byte[] buffer, int from, int to) throws IOException {
    int filled = from;
    while (filled < to) {
      int count = stream.read(buffer, filled, to - filled);
      if (count == 0) {
        throw new EOFException("the stream does not go on");
      }
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  private static Schedule parse(byte[] file, String source) {
    Container container = new Container(file, source);
    Preprocessing preprocessing = preprocessing(container.section(SectionKind.PREPROCESSING));
    String[] labels = labels(container.section(SectionKind.LABELS));
    TensorSpec[] tensors = tensors(container.section(SectionKind.TENSORS), container.version());
    int[] weights = container.weights();
    Operation[] operations =
        OperationReader.operations(
            container.section(SectionKind.OPERATIONS),
            file,
            weights[0],
            weights[1],
            tensors,
            container.version());
    ByteCursor model = container.section(SectionKind.MODEL);
    String name = model.string("the model's name");
    int input = model.index("the input tensor", tensors.length);
    Schedule.Builder builder = new Schedule.Builder(name, tensors, operations);
    if (container.version() == 1) {
      int output = model.index("the output tensor", tensors.length);
      if (tensors[output].elements() != tensors[output].channels()) {
        throw model.failure("the output tensor is not one pixel");
      }
      builder.ends(input, output).softmax(model.u32("softmax", 1) == 1);
    } else {
      builder.ends(input, input).outputs(OutputReader.outputs(model, tensors.length));
    }
    int arena8 = model.u32("the int8 arena", FormatLimits.ARENA_BYTES);
    int arena16 = model.u32("the int16 arena", FormatLimits.ARENA_BYTES / 2);
    model.finish();
    // Without golden vectors, to know what they have to hold.
    Schedule schedule =
        builder
            .preprocessing(preprocessing)
            .labels(labels)
            .bands(bands(container.section(SectionKind.BANDS)))
            .arenas(arena8, arena16)
            .provenance(provenance(container.section(SectionKind.PROVENANCE)))
            .build();
    return builder.golden(golden(container.section(SectionKind.GOLDEN), schedule)).build();
  }

  private static BandGroup[] bands(ByteCursor cursor) {
    if (cursor == null) {
      return new BandGroup[0];
    }
    BandGroup[] bands =
        new BandGroup[cursor.u32("the number of band groups", FormatLimits.OPERATIONS)];
    if (bands.length == 0) {
      throw cursor.failure("an empty section of bands");
    }
    for (int i = 0; i < bands.length; i++) {
      bands[i] =
          new BandGroup(
              cursor.u32("a group's first step", FormatLimits.OPERATIONS),
              cursor.u32("a group's last step", FormatLimits.OPERATIONS),
              cursor.u32("a band's rows", FormatLimits.DIMENSION));
    }
    cursor.finish();
    return bands;
  }

  private static Preprocessing preprocessing(ByteCursor cursor) {
    if (cursor == null) {
      return null;
    }
    Preprocessing.Resize resize = Preprocessing.Resize.values()[cursor.u32("the resize rule", 1)];
    double cropFraction = cursor.f64();
    int channels = cursor.u32("the number of picture channels", 3);
    double[] mean = cursor.f64s(channels);
    double[] std = cursor.f64s(channels);
    byte[] table = cursor.bytes(channels * 256);
    cursor.finish();
    return new Preprocessing(resize, cropFraction, mean, std, table);
  }

  private static String[] labels(ByteCursor cursor) {
    if (cursor == null) {
      return new String[0];
    }
    int count = cursor.u32("the number of labels", FormatLimits.LABELS);
    String[] labels = new String[count];
    for (int i = 0; i < count; i++) {
      labels[i] = cursor.string("label " + i);
    }
    cursor.finish();
    return labels;
  }

  private static TensorSpec[] tensors(ByteCursor cursor, int version) {
    int count = cursor.u32("the number of tensors", FormatLimits.TENSORS);
    if (count == 0) {
      throw cursor.failure("a model without tensors");
    }
    TensorSpec[] tensors = new TensorSpec[count];
    for (int i = 0; i < count; i++) {
      String name = cursor.string("a tensor's name");
      ElementType type = type(cursor, version);
      int height = cursor.u32("a tensor's height", FormatLimits.DIMENSION);
      int width = cursor.u32("a tensor's width", FormatLimits.DIMENSION);
      int channels = cursor.u32("a tensor's channels", FormatLimits.DIMENSION);
      if ((long) height * width * channels > FormatLimits.ARENA_BYTES) {
        throw cursor.failure("tensor " + name + " is larger than any arena may be");
      }
      int offset = cursor.u32("a tensor's place", FormatLimits.ARENA_BYTES);
      int scales = cursor.u32("the number of scales", FormatLimits.DIMENSION);
      double[] scale = cursor.f64s(scales);
      double[] zeroPoint = cursor.f64s(scales);
      tensors[i] = new TensorSpec(name, type, height, width, channels, scale, zeroPoint, offset);
    }
    cursor.finish();
    return tensors;
  }

  /** Version 1 knows the two storages, later ones a number of bits. */
  private static ElementType type(ByteCursor cursor, int version) {
    if (version == 1) {
      return cursor.u32("the element type", 1) == 0 ? ElementType.INT8 : ElementType.INT16;
    }
    int bits = cursor.u32("a tensor's bits", ElementType.MAX_BITS);
    if (bits < ElementType.MIN_BITS) {
      throw cursor.failureAt(
          cursor.position() - 4, "a tensor of " + bits + " bits, below " + ElementType.MIN_BITS);
    }
    return ElementType.ofBits(bits);
  }

  private static GoldenVector[] golden(ByteCursor cursor, Schedule schedule) {
    int count = cursor.u32("the number of golden vectors", FormatLimits.GOLDEN_VECTORS);
    GoldenVector[] golden = new GoldenVector[count];
    int answer = schedule.answerElements();
    for (int i = 0; i < count; i++) {
      byte[] elements = cursor.bytes(schedule.tensors[schedule.input].elements());
      golden[i] = new GoldenVector(elements, cursor.shorts("golden output", answer));
    }
    cursor.finish();
    return golden;
  }

  private static String provenance(ByteCursor cursor) {
    String json = cursor.utf8("the provenance", cursor.remaining());
    cursor.finish();
    return json;
  }
}
