package dev.octet.runtime.schedule;

import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;
import java.util.Arrays;

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

  /** Index of the first head: the output tensor (logits, 1 x 1 x classes) of a classifier. */
  public final int output;

  /** Whether the float model was a classifier that ended in a softmax. */
  public final boolean softmax;

  /** The network's outputs, in the source file's order. */
  public final OutputSpec[] outputs;

  /**
   * The tensors that outputs are made of, each once; the answer is their elements in this order.
   */
  public final int[] heads;

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
    this.outputs = from.outputs.length == 0 ? new OutputSpec[] {from.row()} : from.outputs;
    this.heads = heads(outputs);
    this.output = heads.length == 0 ? 0 : heads[0];
    this.softmax = isRow() && outputs[0].ending == Ending.SOFTMAX;
    this.arena8 = from.arena8;
    this.arena16 = from.arena16;
    this.golden = from.golden;
    this.provenance = from.provenance;
  }

  private static int[] heads(OutputSpec[] outputs) {
    int[] found = new int[0];
    for (OutputSpec output : outputs) {
      for (OutputPart part : output.parts) {
        boolean known = false;
        for (int head : found) {
          known |= head == part.tensor;
        }
        if (!known) {
          found = Arrays.copyOf(found, found.length + 1);
          found[found.length - 1] = part.tensor;
        }
      }
    }
    return found;
  }

  /** Whether there is one output, a tensor of one pixel in its own order: a classifier's kind. */
  public boolean isRow() {
    if (outputs.length != 1 || outputs[0].parts.length != 1) {
      return false;
    }
    OutputPart part = outputs[0].parts[0];
    if (part.tensor < 0 || part.tensor >= tensors.length) {
      return false;
    }
    TensorSpec tensor = tensors[part.tensor];
    return tensor.height() * tensor.width() == 1 && part.placement.isWhole(tensor.channels());
  }

  /** Elements of the answer: those of all heads. */
  public int answerElements() {
    int sum = 0;
    for (int head : heads) {
      sum += tensors[head].elements();
    }
    return sum;
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
        .outputs(outputs)
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
    OutputSpec[] outputs = {};
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

    /** The output tensor as it is, which for a classifier is one row. */
    OutputSpec row() {
      boolean exists = output >= 0 && output < tensors.length;
      int elements = exists ? tensors[output].elements() : 1;
      return new OutputSpec(
          exists ? tensors[output].name() : "",
          new int[] {1, elements},
          softmax ? Ending.SOFTMAX : Ending.NONE,
          softmax ? 1 : 0,
          new OutputPart(output, Placement.whole(elements)));
    }

    /** See {@link Schedule#outputs}; without any, the output tensor is one row of values. */
    public Builder outputs(OutputSpec... values) {
      outputs = values;
      return this;
    }

    /** See {@link Schedule#input} and {@link Schedule#output}: the only output, one row. */
    public Builder ends(int inputTensor, int outputTensor) {
      outputs = new OutputSpec[0];
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
