package dev.octet.quantizer.datafree;

import dev.octet.model.graph.FloatGraph;
import dev.octet.quantizer.range.ActivationStatistics;
import dev.octet.quantizer.range.ChannelHistogram;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.HashMap;
import java.util.Map;

/** In place of measurements: what follows from a network's batch normalizations. */
public final class DataFreeStatistics {
  /** For how many pictures the statistics count. */
  private static final int PICTURES = 128;

  private final StepGraph graph;
  private final DistributionFlow flow;

  /**
   * Derives the statistics.
   *
   * @param original the network with its batch normalizations
   * @param graph the same with batch normalizations folded, as steps
   * @param preprocessing what photos go through
   * @throws dev.octet.runtime.OctetException (UNSUPPORTED) naming a convolution of a map without
   *     batch normalization
   */
  public DataFreeStatistics(FloatGraph original, StepGraph graph, Preprocessing preprocessing) {
    this.graph = graph;
    NormStatistics statistics = NormStatistics.of(original);
    this.flow =
        new DistributionFlow(graph, statistics, InputEstimate.of(graph, statistics, preprocessing));
  }

  /** Statistics as they would have been measured; the logits are not known. */
  public ActivationStatistics activations() {
    Map<String, ChannelHistogram> histograms = new HashMap<>();
    for (String tensor : graph.tensors()) {
      histograms.put(tensor, flow.of(tensor).histogram());
    }
    return new ActivationStatistics(histograms, flow.sumMeans(), new float[PICTURES][]);
  }

  /** Mean of each channel of a tensor between steps. */
  public double[] mean(String tensor) {
    return flow.of(tensor).mean();
  }

  /** Covariance of the channels of a tensor between steps. */
  public double[][] covariance(String tensor) {
    return flow.of(tensor).covariance();
  }
}
