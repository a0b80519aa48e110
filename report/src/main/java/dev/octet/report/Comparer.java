package dev.octet.report;

import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.statistics.Fidelity;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** Runs a float model and its int8 model side by side. */
public final class Comparer {
  /** An input is left out when it cannot be read; more than this share is an error. */
  private static final double MAX_UNREADABLE = 0.2;

  private final FloatExecutor executor;
  private final OctetModel model;
  private final int threads;

  /**
   * Prepares both models.
   *
   * @param graph the float model
   * @param model the int8 model
   * @param threads at least 1; the figures do not depend on it
   * @throws OctetException (UNSUPPORTED) if their inputs or outputs differ in shape
   */
  public Comparer(FloatGraph graph, OctetModel model, int threads) {
    check(graph, model);
    this.executor = new FloatExecutor(graph);
    this.model = model;
    this.threads = threads;
  }

  private static void check(FloatGraph graph, OctetModel model) {
    TensorSpec input = model.input();
    TensorSpec output = model.output();
    String floating = graph.inputShape() + " -> " + graph.outputShape().channels();
    String int8 =
        input.height() + "x" + input.width() + "x" + input.channels() + " -> " + output.channels();
    if (!floating.equals(int8)) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "the float model is " + floating + ", the int8 model " + int8,
          model.name(),
          "give the float model that the int8 model was made of");
    }
  }

  private record Result(float[] reference, float[] answer, String unreadable) {}

  /** Sessions of one thread. */
  private final class Pair {
    private final FloatSession floatSession = executor.newSession();
    private final Session int8Session = model.newSession();
  }

  /**
   * Compares on all inputs of a source.
   *
   * @param layerImages on how many of them every layer is compared, too
   * @throws OctetException (INPUT) if there is no input, or too many cannot be read
   */
  public Comparison compare(
      TensorSource source, int layerImages, LogitsListener listener, Progress progress) {
    InputElements elements = new InputElements(model.schedule());
    Fidelity fidelity = new Fidelity();
    List<String> skipped = new ArrayList<>();
    int[] next = new int[1];
    progress.start("comparing", source.size());
    OrderedParallel.run(
        source.size(),
        threads,
        Pair::new,
        (pair, i) -> answer(pair, source, i, elements),
        result -> {
          int index = next[0]++;
          progress.advance(1);
          if (result.unreadable != null) {
            skipped.add(result.unreadable);
            return;
          }
          fidelity.add(result.reference, result.answer, source.label(index));
          listener.accept(index, result.reference, result.answer);
        });
    checkReadable(source, skipped);
    int probed = Math.min(layerImages, source.size());
    List<LayerFidelity> layers = layers(source, elements, probed, progress);
    return new Comparison(fidelity, layers, probed, skipped);
  }

  private static Result answer(Pair pair, TensorSource source, int index, InputElements elements) {
    ModelInput input;
    try {
      input = ModelInput.read(source, index, elements);
    } catch (OctetException e) {
      return new Result(null, null, source.name(index) + ": " + e.what());
    }
    float[] reference = pair.floatSession.run(input.values());
    float[] answer = new float[reference.length];
    pair.int8Session.run(input.elements(), 0);
    pair.int8Session.logits(answer);
    return new Result(reference, answer, null);
  }

  private static void checkReadable(TensorSource source, List<String> skipped) {
    if (skipped.size() == source.size() || skipped.size() > MAX_UNREADABLE * source.size()) {
      throw new OctetException(
          Failure.INPUT,
          skipped.size()
              + " of "
              + source.size()
              + " inputs cannot be read"
              + (skipped.isEmpty() ? "" : ", the first is " + skipped.get(0)),
          "data",
          "give readable images");
    }
  }

  private List<LayerFidelity> layers(
      TensorSource source, InputElements elements, int count, Progress progress) {
    LayerProbe probe = new LayerProbe(executor, model);
    List<LayerFidelity> sums = probe.empty();
    if (count == 0) {
      return sums;
    }
    progress.start("comparing layers", count);
    // Spread over the source, whose order may be by class.
    OrderedParallel.run(
        count,
        threads,
        probe::worker,
        (worker, i) -> {
          int index = (int) ((long) i * source.size() / count);
          try {
            return worker.run(ModelInput.read(source, index, elements));
          } catch (OctetException e) {
            return probe.empty();
          }
        },
        result -> {
          for (int i = 0; i < result.size(); i++) {
            sums.get(i).add(result.get(i));
          }
          progress.advance(1);
        });
    return sums;
  }
}
