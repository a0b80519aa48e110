package dev.octet.quantizer.range;

import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.RangeSearch.Range;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.ElementType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Decides type, scale and zero point of every tensor between steps. */
public final class QuantizationPlanner {
  /** Room above the largest calibrated value where 16 bits leave plenty. */
  private static final double WIDE_MARGIN = 2;

  /**
   * A channel's scale is at least this share of the tensor's largest, over the square root of the
   * number of independent samples: a channel that was quiet in a hundred pictures may not be so in
   * the next.
   */
  private static final double QUIET_CHANNEL_SHARE = 6;

  /** A channel's zero point is at most about this far away: the schedule's limit is 2^15. */
  private static final double FURTHEST_ZERO = 1 << 14;

  private final StepGraph graph;
  private final ActivationStatistics statistics;
  private final PlanOptions options;
  private final Set<String> wide;
  private final Map<String, TensorQuantization> plan = new HashMap<>();

  private QuantizationPlanner(
      StepGraph graph, ActivationStatistics statistics, PlanOptions options) {
    this.graph = graph;
    this.statistics = statistics;
    this.options = options;
    this.wide = new HashSet<>(options.wide());
    wide.addAll(graph.gateBranches());
    graph.wideInputs().forEach(this::widen);
    graph.graph().heads().forEach(this::widen);
  }

  /** Marks a tensor, and those whose quantization it takes over. */
  private void widen(String tensor) {
    wide.add(tensor);
    for (Step step : graph.steps()) {
      if (step instanceof Step.Inheriting && step.output().equals(tensor)) {
        step.inputs().forEach(this::widen);
      }
    }
  }

  /**
   * Plans all tensors.
   *
   * @param input quantization of the network's input
   */
  public static Map<String, TensorQuantization> plan(
      StepGraph graph,
      ActivationStatistics statistics,
      TensorQuantization input,
      PlanOptions options) {
    QuantizationPlanner planner = new QuantizationPlanner(graph, statistics, options);
    planner.plan.put(graph.graph().inputName(), input);
    for (Step step : graph.steps()) {
      planner.plan.put(step.output(), planner.output(step));
    }
    return planner.plan;
  }

  private TensorQuantization output(Step step) {
    if (step instanceof Step.Concat) {
      return joined(step);
    }
    if (step instanceof Step.Rearrange rearrange) {
      return moved(rearrange);
    }
    if (step instanceof Step.Inheriting) {
      return plan.get(step.input());
    }
    if (step instanceof Step.AcrossChannels across) {
      ElementType type = wide.contains(step.output()) ? ElementType.INT16 : ElementType.INT8;
      return across(across, type);
    }
    ChannelHistogram histogram = statistics.histograms().get(step.output());
    if (wide.contains(step.output())) {
      return wide(histogram, step.activation());
    }
    ElementType type = options.roomy().getOrDefault(step.output(), ElementType.INT8);
    if (!options.channelScales() || needsOneScale(step.output())) {
      return uniform(histogram, step.activation(), type);
    }
    return perChannel(histogram, step, type);
  }

  /** Each channel's own where channels stay whole, else the one of all. */
  private TensorQuantization moved(Step.Rearrange step) {
    TensorQuantization in = plan.get(step.source());
    Shape shape = graph.shape(step.source());
    int[] depth = step.op().depth();
    boolean whole = step.op().keepsChannels(shape);
    double[] scale = new double[depth.length];
    double[] zeroPoint = new double[depth.length];
    for (int c = 0; c < depth.length; c++) {
      int from = whole ? Math.max(depth[c], 0) : 0;
      scale[c] = in.scale()[from];
      zeroPoint[c] = in.zeroPoint()[from];
    }
    return new TensorQuantization(in.type(), scale, zeroPoint);
  }

  /** From 0 or -1 to 1, in steps of a power of two. */
  private TensorQuantization across(Step.AcrossChannels step, ElementType type) {
    boolean shifted = step.isSoftmax() && type.bits() < ElementType.MAX_BITS;
    double scale = Math.scalb(1.0, shifted ? -type.bits() : 1 - type.bits());
    int channels = graph.shape(step.output()).channels();
    return TensorQuantization.uniform(type, scale, shifted ? type.min() : 0, channels);
  }

  private TensorQuantization joined(Step step) {
    ElementType type = ElementType.INT8;
    int channels = graph.shape(step.output()).channels();
    double[] scale = new double[channels];
    double[] zeroPoint = new double[channels];
    int at = 0;
    for (String input : step.inputs()) {
      TensorQuantization part = plan.get(input);
      type = part.type().wide() ? ElementType.INT16 : type;
      System.arraycopy(part.scale(), 0, scale, at, part.channels());
      System.arraycopy(part.zeroPoint(), 0, zeroPoint, at, part.channels());
      at += part.channels();
    }
    TensorQuantization joined = new TensorQuantization(type, scale, zeroPoint);
    return needsOneScale(step.output()) ? covering(joined) : joined;
  }

  /** One range that holds those of all channels. */
  private static TensorQuantization covering(TensorQuantization parts) {
    double low = 0;
    double high = 0;
    for (int c = 0; c < parts.channels(); c++) {
      low = Math.min(low, parts.dequantize(parts.type().min(), c));
      high = Math.max(high, parts.dequantize(parts.type().max(), c));
    }
    return TensorQuantization.ofRange(parts.type(), low, high, parts.channels());
  }

  /** 16 bits, symmetric, so that zero points add nothing to the accumulators. */
  private static TensorQuantization wide(ChannelHistogram histogram, StepActivation activation) {
    double largest = 0;
    for (int c = 0; c < histogram.channels(); c++) {
      largest = Math.max(largest, Math.max(-histogram.low(c), histogram.high(c)));
    }
    double bound = largest * WIDE_MARGIN;
    if (!activation.hardSwish() && activation.low() >= 0) {
      bound = Math.min(bound, activation.high());
    }
    return TensorQuantization.uniform(
        ElementType.INT16,
        bound > 0 ? bound / ElementType.INT16.max() : 1,
        0,
        histogram.channels());
  }

  private TensorQuantization uniform(
      ChannelHistogram histogram, StepActivation activation, ElementType type) {
    RangeSearch search = new RangeSearch(levels(type));
    double low = 0;
    double high = 0;
    for (int c = 0; c < histogram.channels(); c++) {
      Range range =
          search.find(histogram, c, options.method(), activation.low(), activation.high());
      low = Math.min(low, range.low());
      high = Math.max(high, range.high());
    }
    return TensorQuantization.ofRange(type, low, high, histogram.channels());
  }

  /** Steps between the smallest and the largest element. */
  private static int levels(ElementType type) {
    return type.max() - type.min();
  }

  private TensorQuantization perChannel(ChannelHistogram histogram, Step step, ElementType type) {
    String tensor = step.output();
    StepActivation activation = step.activation();
    int channels = histogram.channels();
    // With more bits 0.0 is an element as well: distant zero points would take the sums' room.
    boolean padded = type.wide() || graph.isPadded(tensor);
    RangeSearch search = new RangeSearch(levels(type));
    Range[] ranges = new Range[channels];
    double[] scale = new double[channels];
    double largest = 0;
    for (int c = 0; c < channels; c++) {
      Range found =
          search.find(histogram, c, options.method(), activation.low(), activation.high());
      if (step instanceof Step.GlobalAveragePool) {
        found = averaged(found, plan.get(step.input()), c);
      }
      boolean withZero = padded || !(found.width() > 0);
      ranges[c] = withZero ? new Range(Math.min(found.low(), 0), Math.max(found.high(), 0)) : found;
      scale[c] = ranges[c].width() / levels(type);
      largest = Math.max(largest, scale[c]);
    }
    double samples = (double) statistics.logits().length * graph.shape(tensor).pixels();
    double least = largest * Math.min(QUIET_CHANNEL_SHARE / Math.sqrt(samples), 1);
    for (int c = 0; c < channels; c++) {
      double reach = Math.max(Math.abs(ranges[c].low()), Math.abs(ranges[c].high()));
      scale[c] = largest > 0 ? Math.max(Math.max(scale[c], least), reach / FURTHEST_ZERO) : 1;
    }
    if (PooledRoom.appliesTo(graph, tensor)) {
      scale = PooledRoom.widen(scale, graph.shape(tensor).pixels());
    }
    ScaleBalance balance = new ScaleBalance(graph, tensor);
    if (!balance.isFree()) {
      scale =
          options.balance()
              ? balance.balance(scale, variances(histogram))
              : ScaleBalance.blend(scale, 0);
    }
    double[] zeroPoint = new double[channels];
    for (int c = 0; c < channels; c++) {
      zeroPoint[c] = zeroPoint(histogram, c, ranges[c], scale[c], padded, type);
    }
    return new TensorQuantization(type, scale, zeroPoint);
  }

  /** A mean lies between the values it is of (docs/arithmetic.md, equation 21). */
  private static Range averaged(Range found, TensorQuantization map, int channel) {
    return new Range(
        Math.max(found.low(), map.dequantize(map.type().min(), channel)),
        Math.min(found.high(), map.dequantize(map.type().max(), channel)));
  }

  /**
   * Places the range; where the scale leaves room, values beyond the searched range are covered as
   * well.
   */
  private static double zeroPoint(
      ChannelHistogram histogram,
      int channel,
      Range range,
      double scale,
      boolean padded,
      ElementType type) {
    double below = Math.max(range.low() - histogram.low(channel), 0);
    double above = Math.max(histogram.high(channel) - range.high(), 0);
    double room = Math.max(levels(type) * scale - range.width(), 0);
    double extra = below + above > 0 ? Math.min(below, room * below / (below + above)) : 0;
    double zeroPoint = Math.rint(type.min() - (range.low() - extra) / scale);
    return padded ? Math.min(Math.max(zeroPoint, type.min()), type.max()) : zeroPoint;
  }

  private static double[] variances(ChannelHistogram histogram) {
    double[] variance = new double[histogram.channels()];
    for (int c = 0; c < variance.length; c++) {
      double n = 0;
      double sum = 0;
      double square = 0;
      for (int bin = 0; bin < ChannelHistogram.BINS; bin++) {
        double count = histogram.count(c, bin);
        double x = histogram.center(c, bin);
        n += count;
        sum += count * x;
        square += count * x * x;
      }
      variance[c] = Math.max(square / n - (sum / n) * (sum / n), 0);
    }
    return variance;
  }

  private boolean mixesChannels(Step step) {
    return step instanceof Step.Rearrange rearrange
        && !rearrange.op().keepsChannels(graph.shape(rearrange.source()));
  }

  /** Whether a reader has no room for a scale or zero point per channel. */
  private boolean needsOneScale(String tensor) {
    if (graph.gates().contains(tensor)) {
      return true;
    }
    for (Step step : graph.readers(tensor)) {
      if (step instanceof Step.AveragePool
          || step instanceof Step.AcrossChannels
          || mixesChannels(step)
          || (step instanceof Step.Inheriting && needsOneScale(step.output()))) {
        return true;
      }
    }
    return false;
  }
}
