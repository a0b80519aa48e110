package dev.octet.quantizer.write;

import dev.octet.model.AtomicFile;
import dev.octet.quantizer.write.ContainerWriter.Section;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.format.SectionKind;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    int version = FormatVersion.of(schedule);
    return ContainerWriter.write(version, sections(schedule, version));
  }

  private static List<Section> sections(Schedule schedule, int version) {
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of(SectionKind.MODEL, model(schedule, version)));
    if (schedule.preprocessing != null) {
      sections.add(Section.of(SectionKind.PREPROCESSING, preprocessing(schedule.preprocessing)));
    }
    if (schedule.labels.length > 0) {
      sections.add(Section.of(SectionKind.LABELS, labels(schedule.labels)));
    }
    sections.add(Section.of(SectionKind.TENSORS, tensors(schedule.tensors, version)));
    WeightSection weights = new WeightSection();
    sections.add(Section.of(SectionKind.OPERATIONS, operations(schedule.operations, weights)));
    sections.add(Section.of(SectionKind.WEIGHTS, weights.toByteArray()));
    sections.add(Section.of(SectionKind.GOLDEN, golden(schedule.golden)));
    sections.add(
        Section.of(SectionKind.PROVENANCE, schedule.provenance.getBytes(StandardCharsets.UTF_8)));
    if (schedule.bands.length > 0) {
      sections.add(Section.of(SectionKind.BANDS, bands(schedule.bands)));
    }
    return sections;
  }

  private static byte[] bands(BandGroup[] bands) {
    ByteSink sink = new ByteSink();
    sink.u32(bands.length);
    for (BandGroup group : bands) {
      sink.u32(group.first);
      sink.u32(group.last);
      sink.u32(group.rows);
    }
    return sink.toByteArray();
  }

  private static byte[] model(Schedule schedule, int version) {
    ByteSink sink = new ByteSink();
    sink.string(schedule.name);
    sink.u32(schedule.input);
    if (version == 1) {
      sink.u32(schedule.output);
      sink.u32(schedule.softmax ? 1 : 0);
    } else {
      outputs(sink, schedule.outputs);
    }
    sink.u32(schedule.arena8);
    sink.u32(schedule.arena16);
    return sink.toByteArray();
  }

  private static void outputs(ByteSink sink, OutputSpec[] outputs) {
    sink.u32(outputs.length);
    for (OutputSpec output : outputs) {
      sink.string(output.name);
      sink.u32(output.shape.length);
      for (int extent : output.shape) {
        sink.u32(extent);
      }
      sink.u32(output.ending.ordinal());
      sink.u32(output.axis);
      sink.u32(output.parts.length);
      for (OutputPart part : output.parts) {
        Placement placement = part.placement;
        sink.u32(part.tensor);
        sink.u32(placement.first());
        sink.u32(placement.target());
        sink.u32(placement.axes());
        for (int axis = 0; axis < placement.axes(); axis++) {
          sink.u32(placement.extent(axis));
          sink.u32(placement.step(axis));
          sink.u32(placement.targetStep(axis));
        }
      }
    }
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

  private static byte[] tensors(TensorSpec[] tensors, int version) {
    ByteSink sink = new ByteSink();
    sink.u32(tensors.length);
    for (TensorSpec t : tensors) {
      sink.string(t.name());
      sink.u32(version == 1 ? t.type().bytes() - 1 : t.type().bits());
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
