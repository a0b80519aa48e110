package dev.octet.report.layer;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.Op;
import dev.octet.quantizer.schedule.ArenaPlanner;
import dev.octet.report.input.ModelInput;
import dev.octet.report.input.TensorElements;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares every step of an int8 model with the float model on one input at a time: once in the
 * running int8 model (cumulative), and once alone on inputs rounded from the float model's
 * (isolated). docs/arithmetic.md, equations 34 to 36. Immutable; each thread has a {@link Worker}.
 */
final class LayerProbe {
  private final OctetModel model;
  private final Schedule schedule;
  private final FloatExecutor executor;
  private final Kernel[] kernels;
  private final Set<String> visible = new HashSet<>();
  private final List<LayerFidelity> layers = new ArrayList<>();

  LayerProbe(FloatExecutor executor, OctetModel model) {
    this.executor = executor;
    this.model = whole(model);
    this.schedule = this.model.schedule();
    this.kernels = new Kernel[schedule.operations.length];
    Map<String, Op.Conv> weights = WeightSummary.folded(executor.graph());
    for (int i = 0; i < kernels.length; i++) {
      Operation operation = schedule.operations[i];
      kernels[i] = model.kernelSets().set().prepare(operation, schedule.tensors);
      layers.add(
          LayerFidelity.empty(
              Int8Layer.of(
                  operation,
                  schedule,
                  layer -> WeightSummary.of(layer, weights.get(layer.name())))));
    }
    for (TensorSpec tensor : schedule.tensors) {
      if (executor.graph().shapes().containsKey(tensor.name())) {
        visible.add(tensor.name());
      }
    }
  }

  /** The model with whole tensors: in bands of rows, some are never there as a whole. */
  private static OctetModel whole(OctetModel model) {
    return model.schedule().bands.length == 0
        ? model
        : OctetModel.of(ArenaPlanner.plan(model.schedule().withBands()), model.kernelSets());
  }

  /** One empty entry for each step. */
  List<LayerFidelity> empty() {
    return layers.stream().map(LayerFidelity::fresh).toList();
  }

  /** What one thread needs. */
  Worker worker() {
    return new Worker();
  }

  /** Compares on one thread. */
  final class Worker {
    private final FloatSession floatSession = executor.newSession();
    private final Session session = model.newSession();
    private final Memory memory = new Memory(schedule.arena8, schedule.arena16);
    private final Scratch scratch;

    Worker() {
      scratch = Scratch.of(kernels);
    }

    /**
     * Compares on one input.
     *
     * @param answers whether each step's effect on the logits is measured, too, which takes a float
     *     inference for each
     */
    List<LayerFidelity> run(ModelInput input, boolean answers) {
      Map<String, float[]> reference = new HashMap<>();
      floatSession.run(
          input.values(),
          visible,
          (name, shape, values) -> reference.put(name, Arrays.copyOf(values, shape.elements())));
      List<LayerFidelity> result = empty();
      session.run(
          input.elements(), 0, (step, running) -> cumulative(step, reference, result.get(step)));
      for (int i = 0; i < kernels.length; i++) {
        float[] alone = isolated(i, reference, result.get(i));
        if (answers && alone != null) {
          answers(input, i, alone, reference, result.get(i).answers());
        }
      }
      return result;
    }

    private void cumulative(int step, Map<String, float[]> reference, LayerFidelity layer) {
      int index = schedule.operations[step].output();
      TensorSpec tensor = schedule.tensors[index];
      float[] values = reference.get(tensor.name());
      if (values == null) {
        return;
      }
      for (int i = 0; i < values.length; i++) {
        int channel = i % tensor.channels();
        double exact = values[i] / tensor.scale(channel) + tensor.zeroPoint(channel);
        int element = session.element(index, i);
        double real = tensor.real(element, channel);
        layer.values().see(values[i], exact, element);
        layer.cumulative().add(values[i], real);
      }
    }

    /**
     * What the step produces from the float model's inputs; null if there is nothing to compare.
     */
    private float[] isolated(int step, Map<String, float[]> reference, LayerFidelity layer) {
      Operation operation = schedule.operations[step];
      TensorSpec output = schedule.tensors[operation.output()];
      float[] expected = reference.get(output.name());
      if (expected == null) {
        return null;
      }
      for (int i = 0; i < operation.inputCount(); i++) {
        TensorSpec tensor = schedule.tensors[operation.input(i)];
        float[] values = reference.get(tensor.name());
        if (values == null) {
          return null;
        }
        TensorElements.quantize(values, memory, tensor);
      }
      kernels[step].run(memory, scratch, 0, kernels[step].units());
      float[] answer = new float[expected.length];
      for (int i = 0; i < expected.length; i++) {
        double real = TensorElements.real(memory, output, i);
        layer.isolated().add(expected[i], real);
        answer[i] = (float) real;
      }
      return answer;
    }

    private static double norm(float... values) {
      double power = 0;
      for (float value : values) {
        power += (double) value * value;
      }
      return power == 0 ? 1 : Math.sqrt(power);
    }

    /** Runs the float model with one tensor replaced. */
    private void answers(
        ModelInput input, int step, float[] alone, Map<String, float[]> reference, Signal signal) {
      String tensor = schedule.tensors[schedule.operations[step].output()].name();
      Set<String> shown = new HashSet<>(executor.graph().heads());
      shown.add(tensor);
      floatSession.run(
          input.values(),
          shown,
          (name, shape, values) -> {
            if (name.equals(tensor)) {
              System.arraycopy(alone, 0, values, 0, alone.length);
            }
            if (executor.graph().heads().contains(name)) {
              float[] expected = reference.get(name);
              // Of several heads each counts as much as any other, however large its values are.
              double unit = executor.graph().heads().size() > 1 ? norm(expected) : 1;
              for (int i = 0; i < expected.length; i++) {
                signal.add(expected[i] / unit, values[i] / unit);
              }
            }
          });
    }
  }
}
