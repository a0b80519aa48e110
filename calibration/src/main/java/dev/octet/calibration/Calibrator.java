package dev.octet.calibration;

import dev.octet.calibration.statistics.StatisticsCollector;
import dev.octet.calibration.statistics.TensorStatistics;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a float network on calibration inputs and gathers what its tensors hold. Inputs are read and
 * forgotten one by one per thread; the result is the same on any number of threads.
 */
public final class Calibrator {
  private final FloatExecutor executor;
  private final FloatGraph graph;
  private final Set<String> tensors;
  private final Set<String> perChannel;
  private final Map<String, StatisticsCollector> total;
  private final List<Map<String, StatisticsCollector>> partial = new ArrayList<>();

  private Calibrator(FloatExecutor executor, Set<String> tensors, Set<String> perChannel) {
    this.executor = executor;
    this.graph = executor.graph();
    this.tensors = Set.copyOf(tensors);
    this.perChannel = Set.copyOf(perChannel);
    this.total = collectors();
  }

  /**
   * Gathers statistics of every tensor, without histograms per channel.
   *
   * @see #collect(FloatExecutor, TensorSource, int[], Set, Set, int, Progress)
   */
  public static CalibrationStatistics collect(
      FloatGraph graph, TensorSource source, int[] indices, int threads, Progress progress) {
    return collect(
        new FloatExecutor(graph),
        source,
        indices,
        graph.shapes().keySet(),
        Set.of(),
        threads,
        progress);
  }

  /**
   * Gathers statistics of some tensors.
   *
   * @param executor the network
   * @param source where inputs come from
   * @param indices which inputs, in which order
   * @param tensors names of the tensors to look at; fewer are faster
   * @param perChannel names of those whose channels get a histogram each
   * @param threads at least 1
   * @param progress told of every input
   * @throws OctetException INPUT if more than 20 % or all of the inputs cannot be read, or a tensor
   *     holds values that are not finite
   */
  public static CalibrationStatistics collect(
      FloatExecutor executor,
      TensorSource source,
      int[] indices,
      Set<String> tensors,
      Set<String> perChannel,
      int threads,
      Progress progress) {
    Calibrator calibrator = new Calibrator(executor, tensors, perChannel);
    List<SkippedInput> skipped =
        InputPass.run(
            source, indices, threads, "calibrating", progress, () -> calibrator.worker(source));
    return calibrator.finish(indices.length - skipped.size(), skipped);
  }

  private Map<String, StatisticsCollector> collectors() {
    Map<String, StatisticsCollector> collectors = new LinkedHashMap<>();
    graph
        .shapes()
        .forEach(
            (tensor, shape) -> {
              if (tensors.contains(tensor)) {
                boolean channels = perChannel.contains(tensor);
                collectors.put(tensor, new StatisticsCollector(tensor, shape, channels));
              }
            });
    return collectors;
  }

  private InputPass.Worker worker(TensorSource source) {
    FloatSession session = executor.newSession();
    Map<String, StatisticsCollector> own = collectors();
    synchronized (partial) {
      partial.add(own);
    }
    Set<String> visible = new HashSet<>(tensors);
    return (index, input) -> {
      Map<String, StatisticsCollector.Sums> sums = new LinkedHashMap<>();
      session.run(
          input,
          visible,
          (tensor, shape, values) -> {
            try {
              sums.put(tensor, own.get(tensor).add(values));
            } catch (IllegalArgumentException e) {
              throw notFinite(tensor, shape, source.name(index), e);
            }
          });
      return () -> sums.forEach((tensor, s) -> total.get(tensor).addSums(s));
    };
  }

  private OctetException notFinite(
      String tensor, Shape shape, String input, IllegalArgumentException cause) {
    boolean given = tensor.equals(graph.inputName());
    return new OctetException(
        Failure.INPUT,
        "holds values that are not finite (NaN or infinite) for input " + input,
        "tensor '" + tensor + "' (" + shape + ")",
        given ? "check the data" : "check the model's weights and the normalization",
        cause);
  }

  private CalibrationStatistics finish(int images, List<SkippedInput> skipped) {
    Map<String, TensorStatistics> result = new LinkedHashMap<>();
    total.forEach(
        (tensor, collector) -> {
          partial.forEach(p -> collector.mergeCounts(p.get(tensor)));
          result.put(tensor, collector.finish());
        });
    return new CalibrationStatistics(result, images, skipped);
  }
}
