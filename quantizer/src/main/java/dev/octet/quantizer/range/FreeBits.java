package dev.octet.quantizer.range;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bits beyond 8 that cost next to nothing (docs/arithmetic.md, equation 43): those of the tensors
 * that linear layers write, which are narrow, and of the first convolution's output, as far as the
 * convolutions that read them still sum exactly in one pass, and as long as all of it together
 * stays within a share of the network's work and of the arenas that 8 bits take.
 */
public final class FreeBits {
  /** More than this leaves noise that nobody measures beside that of the other tensors. */
  static final int MOST_BITS = 12;

  /** What all tensors may cost together, as a share of the network's products. */
  private static final double BUDGET = 0.05;

  /** How many times the memory of tensors of 8 bits they may need. */
  private static final double MEMORY = 1.6;

  /** Products that an element more or less costs: a byte that is written, and one for a reader. */
  private static final double BYTE = 1;

  /** Products for each element that a depthwise convolution reads with more than 8 bits. */
  private static final double DEPTHWISE = 14;

  /** Products for each element with more than 8 bits after a hard-swish. */
  private static final double HARD_SWISH = 20;

  /** The largest sum that floats hold, less some room for scales that differ from those planned. */
  private static final double EXACT = 0x1p24 * 0.9;

  /** Three sums share a long, 21 bits each; a sum of more terms is added up in parts. */
  private static final double PACKED = 0x1p20;

  /** Parts that cost no more than one. */
  private static final double PARTS = 3;

  private static final int WEIGHT = 127;

  private final StepGraph graph;
  private final Map<String, TensorQuantization> plan;

  private FreeBits(StepGraph graph, Map<String, TensorQuantization> plan) {
    this.graph = graph;
    this.plan = plan;
  }

  /** A tensor that may have more bits, and what that costs. */
  private record Candidate(String tensor, int bits, double cost) {}

  /**
   * The types of the tensors that get more than 8 bits.
   *
   * @param plan quantization of every tensor with 8 bits in all of these
   */
  public static Map<String, ElementType> of(StepGraph graph, Map<String, TensorQuantization> plan) {
    FreeBits free = new FreeBits(graph, plan);
    List<Candidate> candidates = new ArrayList<>();
    double products = 0;
    for (Step step : graph.steps()) {
      boolean convolution = step instanceof Step.Conv;
      boolean first = convolution && products == 0;
      if ((first || isLinear(step)) && plan.get(step.output()).type() == ElementType.INT8) {
        int bits = free.bits(step.output());
        candidates.add(new Candidate(step.output(), bits, free.cost(step)));
      }
      products += step instanceof Step.Conv conv ? free.products(conv) : 0;
    }
    candidates.removeIf(candidate -> candidate.bits <= ElementType.MIN_BITS);
    candidates.sort(Comparator.comparingDouble(Candidate::cost));
    Map<String, ElementType> types = new HashMap<>();
    ArenaEstimate arena = new ArenaEstimate(graph);
    Set<String> wide = free.wide();
    double most = MEMORY * arena.bytes(wide);
    double left = BUDGET * products;
    for (Candidate candidate : candidates) {
      left -= candidate.cost;
      if (left < 0) {
        break;
      }
      wide.add(candidate.tensor);
      if (arena.bytes(wide) <= most) {
        types.put(candidate.tensor, ElementType.ofBits(candidate.bits));
      } else {
        wide.remove(candidate.tensor);
        left += candidate.cost;
      }
    }
    return types;
  }

  /** Tensors that have more than 8 bits as it is. */
  private Set<String> wide() {
    Set<String> wide = new HashSet<>();
    plan.forEach(
        (tensor, quantization) -> {
          if (quantization.type().wide()) {
            wide.add(tensor);
          }
        });
    return wide;
  }

  /** Whether a step writes sums as they are. */
  private static boolean isLinear(Step step) {
    return (step instanceof Step.Conv || step instanceof Step.Elementwise)
        && step.activation().equals(StepActivation.NONE);
  }

  private double products(Step.Conv conv) {
    return (double) conv.conv().weights().length * graph.shape(conv.output()).pixels();
  }

  private double cost(Step writer) {
    double each = BYTE + (writer.activation().hardSwish() ? HARD_SWISH : 0);
    for (Step reader : graph.readers(writer.output())) {
      boolean depthwise = reader instanceof Step.Conv conv && graph.isDepthwise(conv);
      each += BYTE + (depthwise ? DEPTHWISE : 0);
    }
    return each * graph.shape(writer.output()).elements();
  }

  /** The most bits that all readers sum in one pass. */
  private int bits(String tensor) {
    int bits = MOST_BITS;
    for (Step reader : graph.readers(tensor)) {
      if (reader instanceof Step.Conv conv) {
        bits = conv.source().equals(tensor) ? Math.min(bits, bits(conv)) : bits;
      } else if (!(reader instanceof Step.Elementwise)) {
        return ElementType.MIN_BITS;
      }
    }
    return bits;
  }

  private int bits(Step.Conv step) {
    Op.Conv conv = step.conv();
    int terms = conv.weightsPerChannel();
    double exact = 0;
    double products = 0;
    for (int o = 0; o < conv.outputChannels(); o++) {
      double[] sums = sums(conv, plan.get(step.source()), o);
      products = Math.max(products, sums[0]);
      exact = Math.max(exact, sums[0] + sums[1]);
    }
    boolean packs = conv.groups() == 1 && conv.window().isPointwise();
    double parts = Math.max(PARTS, Math.ceil(Math.max(products / PACKED, terms / 256.0)));
    int bits = ElementType.MIN_BITS;
    for (double more = 2; bits < MOST_BITS; more *= 2) {
      if (more * exact >= EXACT || packs && more * products > parts * PACKED) {
        break;
      }
      bits++;
    }
    return bits;
  }

  /**
   * The largest sum of products of an output channel over 8 bits, and what is added to it, in steps
   * of weights that just use 8 bits. With each bit more, both double.
   */
  private static double[] sums(Op.Conv conv, TensorQuantization in, int output) {
    int terms = conv.weightsPerChannel();
    int perGroup = in.channels() / conv.groups();
    int first = output / (conv.outputChannels() / conv.groups()) * perGroup;
    double largest = 0;
    double sum = 0;
    double added = conv.bias()[output];
    for (int k = 0; k < terms; k++) {
      int c = first + k % perGroup;
      double w = conv.weights()[output * terms + k] * in.scale()[c];
      largest = Math.max(largest, Math.abs(w));
      sum += Math.abs(w);
      added -= w * Math.min(Math.max(in.zeroPoint()[c], in.type().min()), in.type().max());
    }
    if (largest == 0) {
      return new double[2];
    }
    double products = -in.type().min() * sum * WEIGHT / largest;
    // Where a bias is much larger, WeightQuantizer makes the weights coarser, which loses nothing.
    return new double[] {products, Math.min(Math.abs(added) * WEIGHT / largest, 4 * products)};
  }
}
