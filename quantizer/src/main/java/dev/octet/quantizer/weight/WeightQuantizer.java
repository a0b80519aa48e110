package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.runtime.schedule.ElementType;
import java.util.Optional;

/**
 * Quantizes the weights and the bias of one convolution. The input's scales are folded into the
 * weights before they are rounded, so an accumulator unit is one weight step in every channel.
 */
public final class WeightQuantizer {
  /** Largest magnitude of a weight. */
  public static final int LIMIT = 127;

  /** Patches longer than this are rounded to nearest: the factorization would take too long. */
  private static final int LONGEST_COMPENSATED = 4096;

  /** Share of the accumulator's range that weights and bias may use. */
  private static final double HEADROOM = 0.98;

  /** Sums below it fit 32 bits. */
  private static final double INT = 0x1p31;

  /** Whole numbers up to here are floats. */
  private static final double EXACT_FLOAT = 0x1p24;

  private final boolean compensate;
  private final Parallel parallel;

  /**
   * A quantizer.
   *
   * @param compensate whether rounding errors are compensated where the inputs' moments are known
   */
  public WeightQuantizer(boolean compensate, Parallel parallel) {
    this.compensate = compensate;
    this.parallel = parallel;
  }

  /**
   * Quantizes a convolution.
   *
   * @param conv the float convolution
   * @param input quantization of its input
   * @param summand what the activation adds to the sum before its clamp (hard-sigmoid), put into
   *     the bias
   * @param moments of its quantized input, if there are pictures
   * @param wantedMean what the real sum's mean in each output channel should be, if known: the bias
   *     is corrected to it (docs/arithmetic.md, bias correction), so that only the error about the
   *     mean is left to the weights; otherwise the float bias is taken
   */
  public QuantizedWeights quantize(
      Op.Conv conv,
      TensorQuantization input,
      double summand,
      Optional<InputMoments> moments,
      Optional<double[]> wantedMean) {
    int outputs = conv.outputChannels();
    int length = conv.weightsPerChannel();
    int perGroup = outputs / conv.groups();
    byte[] weights = new byte[outputs * length];
    int[] bias = new int[outputs];
    double[] scale = new double[outputs];
    boolean useMoments = compensate && moments.isPresent() && length <= LONGEST_COMPENSATED;
    parallel.each(
        conv.groups(),
        g -> {
          double[][] second =
              moments.map(m -> wantedMean.isPresent() ? m.centered(g) : m.second(g)).orElse(null);
          ErrorCompensatedRounding rounding =
              useMoments ? new ErrorCompensatedRounding(second) : null;
          Parallel inner = conv.groups() == 1 ? parallel : new Parallel(1);
          inner.each(
              perGroup,
              i -> {
                int o = g * perGroup + i;
                OutputChannel channel = new OutputChannel(conv, input, g, o);
                double s = channel.scale(second, rounding);
                while (true) {
                  channel.round(s, rounding, weights);
                  double real =
                      wantedMean.isPresent()
                          ? wantedMean.get()[o]
                              - s * channel.dot(weights, moments.orElseThrow().mean(g))
                          : conv.bias()[o];
                  double folded = Math.rint((real + summand) / s - channel.dotZeroPoints(weights));
                  double sums = channel.magnitude(weights) * -input.type().min();
                  if (Math.abs(folded) < Integer.MAX_VALUE * HEADROOM
                      && Math.abs(folded) + sums < limit(input.type(), sums) * HEADROOM) {
                    bias[o] = (int) folded;
                    scale[o] = s;
                    return;
                  }
                  s *= 2;
                }
              });
        });
    return new QuantizedWeights(weights, bias, scale);
  }

  /**
   * What bias and sums of a channel may reach together. Where the bias is so large that its weights
   * hardly count, a coarser scale loses nothing, and keeps them where floats or ints are exact,
   * which fast kernels need: one dead channel would cost the whole layer its fast kernel.
   */
  private static double limit(ElementType input, double sums) {
    boolean narrow = input == ElementType.INT8;
    boolean sixteen = input == ElementType.INT16;
    // Between both, bits were chosen such that one product is exact.
    boolean exact = narrow ? sums < EXACT_FLOAT / 2 : !sixteen || sums == 0;
    if (exact) {
      return EXACT_FLOAT;
    }
    return narrow || sums < INT / 2 ? INT : 0x1p40;
  }
}
