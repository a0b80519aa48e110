package dev.octet.quantizer.step;

import dev.octet.model.graph.Op;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step of the schedule, still in float terms. Tensors have the names of the float graph. */
public sealed interface Step {
  /** The name of the float node that the step began with. */
  String name();

  /** The tensors that are read, a residual last. */
  List<String> inputs();

  /** The tensor that is written. */
  String output();

  /** What happens before rounding. */
  StepActivation activation();

  /** The first input. */
  default String input() {
    return inputs().get(0);
  }

  /**
   * Convolution or fully connected layer, perhaps with a residual that is added before the
   * activation.
   *
   * @param preActivation the float tensor that the sum (residual included) stands for
   */
  record Conv(
      String name,
      Op.Conv conv,
      String source,
      Optional<String> residual,
      String preActivation,
      StepActivation activation,
      String output)
      implements Step {
    @Override
    public List<String> inputs() {
      return withResidual(source, residual);
    }
  }

  /** Activation, change of scale, or addition (of the residual). */
  record Elementwise(
      String name,
      String source,
      Optional<String> residual,
      StepActivation activation,
      String output)
      implements Step {
    @Override
    public List<String> inputs() {
      return withResidual(source, residual);
    }
  }

  /**
   * LeakyReLU.
   *
   * @param slopes below zero, one per channel; may be negative
   */
  record LeakyRelu(String name, String source, double[] slopes, String output) implements Step {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }

    /** None that a sum could be rounded with: the slope depends on the sum's sign. */
    @Override
    public StepActivation activation() {
      return StepActivation.NONE;
    }
  }

  /** A function of each value that no clamp expresses. */
  record Curve(String name, String source, Op.Unary function, String output) implements Step {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }

    /** Its bounds, for whoever looks for ranges. */
    @Override
    public StepActivation activation() {
      return new StepActivation(
          false, 1, 0, function.function().low(function.parameter()), function.function().high());
    }
  }

  /**
   * Softmax or L2 normalization: the channels of a pixel depend on each other, and the output's
   * range is known.
   *
   * @param op which one
   */
  record AcrossChannels(String name, String source, Op op, String output) implements Step {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }

    @Override
    public StepActivation activation() {
      return StepActivation.NONE;
    }

    /** Whether it is a softmax. */
    public boolean isSoftmax() {
      return op instanceof Op.Softmax;
    }
  }

  /** Product of a map and a gate. */
  record Multiply(String name, String source, String gate, StepActivation activation, String output)
      implements Step {
    @Override
    public List<String> inputs() {
      return List.of(source, gate);
    }
  }

  /** Mean over all pixels. */
  record GlobalAveragePool(String name, String source, StepActivation activation, String output)
      implements Step {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }
  }

  /**
   * A step that only moves, compares or averages elements: its output has the quantization of its
   * input.
   */
  sealed interface Inheriting extends Step {
    @Override
    default StepActivation activation() {
      return StepActivation.NONE;
    }
  }

  /** Mean over a window. */
  record AveragePool(String name, String source, Window window, boolean countPadding, String output)
      implements Inheriting {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }
  }

  /** Maximum over a window. */
  record MaxPool(String name, String source, Window window, String output) implements Inheriting {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }
  }

  /** Constant border. */
  record Pad(String name, String source, Op.Pad pad, String output) implements Inheriting {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }
  }

  /** Values moved by tables. */
  record Rearrange(String name, String source, Op.Rearrange op, String output)
      implements Inheriting {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }
  }

  /** Another height and width. */
  record Resize(String name, String source, Op.Resize op, String output) implements Inheriting {
    @Override
    public List<String> inputs() {
      return List.of(source);
    }
  }

  /** Channels one after another. */
  record Concat(String name, List<String> inputs, String output) implements Inheriting {}

  private static List<String> withResidual(String source, Optional<String> residual) {
    List<String> inputs = new ArrayList<>();
    inputs.add(source);
    residual.ifPresent(inputs::add);
    return inputs;
  }
}
