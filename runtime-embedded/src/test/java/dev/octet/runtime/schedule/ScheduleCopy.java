package dev.octet.runtime.schedule;

import java.util.function.Consumer;

/** The parts of a schedule, some of which are changed before they make another one. */
public final class ScheduleCopy {
  public String name;
  public Preprocessing preprocessing;
  public String[] labels;
  public TensorSpec[] tensors;
  public Operation[] operations;
  public BandGroup[] bands;
  public int input;
  public int output;
  public boolean softmax;
  public int arena8;
  public int arena16;
  public GoldenVector[] golden;
  public String provenance;

  private ScheduleCopy(Schedule s) {
    name = s.name;
    preprocessing = s.preprocessing;
    labels = s.labels;
    tensors = s.tensors;
    operations = s.operations;
    bands = s.bands;
    input = s.input;
    output = s.output;
    softmax = s.softmax;
    arena8 = s.arena8;
    arena16 = s.arena16;
    golden = s.golden;
    provenance = s.provenance;
  }

  /** The schedule after a change of some parts; the others are shared. */
  public static Schedule of(Schedule schedule, Consumer<ScheduleCopy> change) {
    ScheduleCopy copy = new ScheduleCopy(schedule);
    change.accept(copy);
    return new Schedule(
        copy.name,
        copy.preprocessing,
        copy.labels,
        copy.tensors,
        copy.operations,
        copy.bands,
        copy.input,
        copy.output,
        copy.softmax,
        copy.arena8,
        copy.arena16,
        copy.golden,
        copy.provenance);
  }
}
