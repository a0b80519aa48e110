package dev.octet.runtime.schedule;

import dev.octet.runtime.schedule.operation.Operation;

/** A whole model as the runtime executes it: the content of an {@code .octet} file. */
public final class Schedule {
  /** The model's name. */
  public final String name;

  /** What a picture goes through, or null when the model was calibrated on ready tensors. */
  public final Preprocessing preprocessing;

  /** Class names in order of the output's channels; empty when unknown. */
  public final String[] labels;

  /** All activation tensors. */
  public final TensorSpec[] tensors;

  /** Steps in order of execution. */
  public final Operation[] operations;

  /** Steps that run together in bands of rows, in order; mostly none. */
  public final BandGroup[] bands;

  /** Index of the input tensor (int8). */
  public final int input;

  /** Index of the output tensor (logits, 1 x 1 x classes). */
  public final int output;

  /** Whether the float model ended in a softmax: answers are shown as its probabilities. */
  public final boolean softmax;

  /** Elements (= bytes) of the int8 arena. */
  public final int arena8;

  /** Elements of the int16 arena. */
  public final int arena16;

  /** Inputs with known outputs, at least one. */
  public final GoldenVector[] golden;

  /** What decided this file's bytes (source hash, settings, versions), a JSON object. */
  public final String provenance;

  Schedule(Builder from) {
    this.name = from.name;
    this.preprocessing = from.preprocessing;
    this.labels = from.labels;
    this.tensors = from.tensors;
    this.operations = from.operations;
    this.bands = from.bands;
    this.input = from.input;
    this.output = from.output;
    this.softmax = from.softmax;
    this.arena8 = from.arena8;
    this.arena16 = from.arena16;
    this.golden = from.golden;
    this.provenance = from.provenance;
  }

  /** The same steps in other bands; places in the arena are to be planned anew. */
  public Schedule withBands(BandGroup... groups) {
    return toBuilder().bands(groups).build();
  }

  /**
   * The same steps with tensors at other places.
   *
   * @param placed the same tensors with their places
   * @param int8Elements elements of the int8 arena
   * @param int16Elements elements of the int16 arena
   */
  public Schedule placed(TensorSpec[] placed, int int8Elements, int int16Elements) {
    return toBuilder().tensors(placed).arenas(int8Elements, int16Elements).build();
  }

  /** A builder that has everything of this schedule. */
  public Builder toBuilder() {
    return new Builder(name, tensors, operations)
        .preprocessing(preprocessing)
        .labels(labels)
        .bands(bands)
        .ends(input, output)
        .softmax(softmax)
        .arenas(arena8, arena16)
        .golden(golden)
        .provenance(provenance);
  }

  /**
   * Puts a schedule together. Arrays are kept without copying; nothing is checked ({@code
   * ScheduleValidator} does that).
   */
  public static final class Builder {
    // Not private: Java 8 would add a method for each so that the schedule can read them.
    String name;
    TensorSpec[] tensors;
    final Operation[] operations;
    Preprocessing preprocessing;
    String[] labels = {};
    BandGroup[] bands = {};
    int input;
    int output;
    boolean softmax;
    int arena8;
    int arena16;
    GoldenVector[] golden = {};
    String provenance = "{}";

    /**
     * A schedule without preprocessing, labels, bands, softmax, golden vectors and provenance, its
     * arenas not planned yet; from the first tensor to the first.
     */
    public Builder(String name, TensorSpec[] tensors, Operation[] operations) {
      this.name = name;
      this.tensors = tensors;
      this.operations = operations;
    }

    /** See {@link Schedule#name}. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** See {@link Schedule#preprocessing}. */
    public Builder preprocessing(Preprocessing value) {
      preprocessing = value;
      return this;
    }

    /** See {@link Schedule#labels}. */
    public Builder labels(String... values) {
      labels = values;
      return this;
    }

    /** See {@link Schedule#tensors}. */
    public Builder tensors(TensorSpec... values) {
      tensors = values;
      return this;
    }

    /** See {@link Schedule#bands}. */
    public Builder bands(BandGroup... values) {
      bands = values;
      return this;
    }

    /** See {@link Schedule#input} and {@link Schedule#output}. */
    public Builder ends(int inputTensor, int outputTensor) {
      input = inputTensor;
      output = outputTensor;
      return this;
    }

    /** See {@link Schedule#softmax}. */
    public Builder softmax(boolean value) {
      softmax = value;
      return this;
    }

    /** See {@link Schedule#arena8} and {@link Schedule#arena16}. */
    public Builder arenas(int int8Elements, int int16Elements) {
      arena8 = int8Elements;
      arena16 = int16Elements;
      return this;
    }

    /** See {@link Schedule#golden}. */
    public Builder golden(GoldenVector... values) {
      golden = values;
      return this;
    }

    /** See {@link Schedule#provenance}. */
    public Builder provenance(String json) {
      provenance = json;
      return this;
    }

    /** The schedule. */
    public Schedule build() {
      return new Schedule(this);
    }
  }
}
