package dev.octet.quantizer.write;

import dev.octet.model.AtomicFile;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.format.OctetFormat;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.format.SectionKind;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Operation;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes a planned schedule as an {@code .octet} file: the same schedule gives the same bytes. */
public final class OctetWriter {
  private OctetWriter() {}

  /**
   * Writes a file, whole or not at all.
   *
   * @throws OctetException OUTPUT when the file cannot be written
   * @throws IllegalStateException when the schedule is not valid, which is a bug of its maker
   */
  public static void write(Schedule schedule, Path target) {
    AtomicFile.write(target, toBytes(schedule));
  }

  /**
   * The file's bytes.
   *
   * @throws IllegalStateException when the schedule is not valid, which is a bug of its maker
   */
  public static byte[] toBytes(Schedule schedule) {
    try {
      ScheduleValidator.validate(schedule, schedule.name);
    } catch (OctetException e) {
      throw new IllegalStateException("a schedule that no runtime takes: " + e.getMessage(), e);
    }
    return container(sections(schedule));
  }

  private static Map<SectionKind, byte[]> sections(Schedule schedule) {
    Map<SectionKind, byte[]> sections = new EnumMap<>(SectionKind.class);
    sections.put(SectionKind.MODEL, model(schedule));
    if (schedule.preprocessing != null) {
      sections.put(SectionKind.PREPROCESSING, preprocessing(schedule.preprocessing));
    }
    if (schedule.labels.length > 0) {
      sections.put(SectionKind.LABELS, labels(schedule.labels));
    }
    sections.put(SectionKind.TENSORS, tensors(schedule.tensors));
    WeightSection weights = new WeightSection();
    sections.put(SectionKind.OPERATIONS, operations(schedule.operations, weights));
    sections.put(SectionKind.WEIGHTS, weights.toByteArray());
    sections.put(SectionKind.GOLDEN, golden(schedule.golden));
    sections.put(SectionKind.PROVENANCE, schedule.provenance.getBytes(StandardCharsets.UTF_8));
    return sections;
  }

  private static byte[] container(Map<SectionKind, byte[]> sections) {
    ByteSink table = new ByteSink();
    long position = OctetFormat.HEADER_BYTES + (long) sections.size() * OctetFormat.ENTRY_BYTES;
    for (Map.Entry<SectionKind, byte[]> section : sections.entrySet()) {
      position = OctetFormat.align(position);
      table.u32(section.getKey().code());
      table.u32(0);
      table.little(position, 8);
      table.little(section.getValue().length, 8);
      table.little(0, 8);
      position += section.getValue().length;
    }
    ByteSink file = new ByteSink();
    file.bytes(OctetFormat.magic());
    file.u32(OctetFormat.VERSION);
    file.u32(OctetFormat.HEADER_BYTES);
    file.little(OctetFormat.align(position), 8);
    file.u32(sections.size());
    file.u32(0);
    file.bytes(new byte[OctetFormat.HEADER_BYTES - OctetFormat.RESERVED_AT]);
    file.bytes(table.toByteArray());
    for (byte[] section : sections.values()) {
      file.align();
      file.bytes(section);
    }
    file.align();
    return withChecksum(file.toByteArray());
  }

  private static byte[] withChecksum(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, 0, OctetFormat.CHECKSUM_AT);
    int rest = OctetFormat.CHECKSUM_AT + 4;
    crc.update(file, rest, file.length - rest);
    for (int i = 0; i < 4; i++) {
      file[OctetFormat.CHECKSUM_AT + i] = (byte) (crc.getValue() >> 8 * i);
    }
    return file;
  }

  private static byte[] model(Schedule schedule) {
    ByteSink sink = new ByteSink();
    sink.string(schedule.name);
    sink.u32(schedule.input);
    sink.u32(schedule.output);
    sink.u32(schedule.softmax ? 1 : 0);
    sink.u32(schedule.arena8);
    sink.u32(schedule.arena16);
    return sink.toByteArray();
  }

  private static byte[] preprocessing(Preprocessing p) {
    ByteSink sink = new ByteSink();
    sink.u32(p.resize == Preprocessing.Resize.SHORT_SIDE ? 0 : 1);
    sink.f64s(p.cropFraction);
    sink.u32(p.mean.length);
    sink.f64s(p.mean);
    sink.f64s(p.std);
    sink.bytes(p.table);
    return sink.toByteArray();
  }

  private static byte[] labels(String[] labels) {
    ByteSink sink = new ByteSink();
    sink.u32(labels.length);
    for (String label : labels) {
      sink.string(label);
    }
    return sink.toByteArray();
  }

  private static byte[] tensors(TensorSpec[] tensors) {
    ByteSink sink = new ByteSink();
    sink.u32(tensors.length);
    for (TensorSpec t : tensors) {
      sink.string(t.name());
      sink.u32(t.type().ordinal());
      sink.u32(t.height());
      sink.u32(t.width());
      sink.u32(t.channels());
      sink.u32(t.arenaOffset());
      sink.u32(t.quantizationCount());
      for (int c = 0; c < t.quantizationCount(); c++) {
        sink.f64s(t.scale(c));
      }
      for (int c = 0; c < t.quantizationCount(); c++) {
        sink.f64s(t.zeroPoint(c));
      }
    }
    return sink.toByteArray();
  }

  private static byte[] operations(Operation[] operations, WeightSection weights) {
    ByteSink sink = new ByteSink();
    sink.u32(operations.length);
    OperationWriter writer = new OperationWriter(sink, weights);
    for (Operation operation : operations) {
      operation.accept(writer);
    }
    return sink.toByteArray();
  }

  private static byte[] golden(GoldenVector[] golden) {
    ByteSink sink = new ByteSink();
    sink.u32(golden.length);
    for (GoldenVector vector : golden) {
      sink.bytes(vector.input);
      sink.array(vector.output);
    }
    return sink.toByteArray();
  }
}
