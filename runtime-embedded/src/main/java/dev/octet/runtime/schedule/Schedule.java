package dev.octet.runtime.schedule;

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

  /** A schedule without bands; keeps the arrays without copying. */
  public Schedule(
      String name,
      Preprocessing preprocessing,
      String[] labels,
      TensorSpec[] tensors,
      Operation[] operations,
      int input,
      int output,
      boolean softmax,
      int arena8,
      int arena16,
      GoldenVector[] golden,
      String provenance) {
    this(
        name,
        preprocessing,
        labels,
        tensors,
        operations,
        new BandGroup[0],
        input,
        output,
        softmax,
        arena8,
        arena16,
        golden,
        provenance);
  }

  /** Keeps the arrays without copying; see the fields. */
  public Schedule(
      String name,
      Preprocessing preprocessing,
      String[] labels,
      TensorSpec[] tensors,
      Operation[] operations,
      BandGroup[] bands,
      int input,
      int output,
      boolean softmax,
      int arena8,
      int arena16,
      GoldenVector[] golden,
      String provenance) {
    this.name = name;
    this.preprocessing = preprocessing;
    this.labels = labels;
    this.tensors = tensors;
    this.operations = operations;
    this.bands = bands;
    this.input = input;
    this.output = output;
    this.softmax = softmax;
    this.arena8 = arena8;
    this.arena16 = arena16;
    this.golden = golden;
    this.provenance = provenance;
  }

  /** The same steps in other bands; places in the arena are to be planned anew. */
  public Schedule withBands(BandGroup... groups) {
    return with(groups, tensors, arena8, arena16);
  }

  /**
   * The same steps with tensors at other places.
   *
   * @param placed the same tensors with their places
   * @param int8Elements elements of the int8 arena
   * @param int16Elements elements of the int16 arena
   */
  public Schedule placed(TensorSpec[] placed, int int8Elements, int int16Elements) {
    return with(bands, placed, int8Elements, int16Elements);
  }

  private Schedule with(
      BandGroup[] groups, TensorSpec[] placed, int int8Elements, int int16Elements) {
    return new Schedule(
        name,
        preprocessing,
        labels,
        placed,
        operations,
        groups,
        input,
        output,
        softmax,
        int8Elements,
        int16Elements,
        golden,
        provenance);
  }
}
