package dev.octet.quantizer.datafree;

import dev.octet.model.graph.Node;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.datafree.NormStatistics.Channels;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.AssumedMoments;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.HashMap;
import java.util.Map;

/**
 * Carries the distributions of channels through a network (docs/arithmetic.md, Gaussian moments):
 * batch normalizations say what their outputs are, activations, sums, products and pools follow
 * from what goes into them.
 */
final class DistributionFlow {
  /** Variance of a channel's mean over a picture, relative to the variance of its pixels. */
  private static final double MEAN_VARIANCE = 0.25;

  private final StepGraph graph;
  private final NormStatistics statistics;
  private final Map<String, String> nodeOutputs = new HashMap<>();
  private final Map<String, TensorDistribution> distributions = new HashMap<>();
  private final Map<String, double[]> sumMeans = new HashMap<>();

  /**
   * Finds all distributions.
   *
   * @param statistics of the batch normalizations that were folded into the graph
   * @param input of the network's input
   * @throws OctetException (UNSUPPORTED) naming a convolution without batch normalization
   */
  DistributionFlow(StepGraph graph, NormStatistics statistics, TensorDistribution input) {
    this.graph = graph;
    this.statistics = statistics;
    for (Node node : graph.graph().nodes()) {
      nodeOutputs.put(node.name(), node.output());
    }
    distributions.put(graph.graph().inputName(), input);
    for (Step step : graph.steps()) {
      distributions.put(step.output(), output(step));
    }
  }

  /** The distribution of a tensor between steps. */
  TensorDistribution of(String tensor) {
    return distributions.get(tensor);
  }

  /** What the sum of a convolution (with its residual) is on average, by pre-activation tensor. */
  Map<String, double[]> sumMeans() {
    return sumMeans;
  }

  private TensorDistribution output(Step step) {
    TensorDistribution in = distributions.get(step.input());
    if (step instanceof Step.Conv conv) {
      return convolution(conv, in);
    }
    if (step instanceof Step.Elementwise sum) {
      return sum.residual().isPresent()
          ? in.plus(distributions.get(sum.residual().get()), sum.activation())
          : TensorDistribution.of(in.mean(), in.covariance(), sum.activation());
    }
    if (step instanceof Step.LeakyRelu leaky) {
      return in.leaky(leaky.slopes());
    }
    if (step instanceof Step.Curve curve) {
      return in.curve(curve.function());
    }
    if (step instanceof Step.Rearrange moves) {
      return in.selected(moves.op().depth());
    }
    if (step instanceof Step.AcrossChannels) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "what a softmax or a normalization by length gives is not known without data",
          "node '" + step.name() + "'",
          "give photos with --calibration");
    }
    if (step instanceof Step.Multiply product) {
      return in.times(distributions.get(product.gate()), product.activation());
    }
    if (step instanceof Step.GlobalAveragePool pool) {
      return in.averaged(MEAN_VARIANCE, pool.activation());
    }
    if (step instanceof Step.Concat concat) {
      return TensorDistribution.joined(concat.inputs().stream().map(distributions::get).toList());
    }
    // pools and borders change the mean a little; what reads them is corrected for the rest
    return in;
  }

  private TensorDistribution convolution(Step.Conv step, TensorDistribution in) {
    Shape shape = graph.shape(step.source());
    double[] wanted = AssumedMoments.sumMean(step.conv(), shape, in.mean());
    sumMeans.put(step.preActivation(), wanted);
    double[][] covariance = Covariances.ofSums(step.conv(), in.covariance());
    double[] center = wanted;
    Channels known = statistics.byTensor().get(nodeOutputs.get(step.name()));
    if (known != null) {
      center = known.mean();
      Covariances.setVariances(covariance, known.variance());
    } else if (graph.shape(step.output()).pixels() > 1) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "no batch normalization after it (or it has been folded), so the range of its output is"
              + " not known without data",
          "node '" + step.name() + "'",
          "give photos with --calibration, or export the model with its batch normalizations");
    }
    if (step.residual().isEmpty()) {
      return TensorDistribution.of(center, covariance, step.activation());
    }
    TensorDistribution other = distributions.get(step.residual().get());
    double[] otherMean = other.mean();
    for (int c = 0; c < wanted.length; c++) {
      wanted[c] += otherMean[c];
    }
    return TensorDistribution.of(center, covariance, StepActivation.NONE)
        .plus(other, step.activation());
  }
}
