package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.Workers;
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

  private static final int SCALE_CANDIDATES = 16;
  private static final double SCALE_STEP = 0.02;

  /** Share of the accumulator's range that weights and bias may use. */
  private static final double HEADROOM = 0.98;

  private final boolean compensate;
  private final Workers workers;

  /**
   * A quantizer.
   *
   * @param compensate whether rounding errors are compensated where the inputs' moments are known
   */
  public WeightQuantizer(boolean compensate, Workers workers) {
    this.compensate = compensate;
    this.workers = workers;
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
   *     is corrected to it (docs/arithmetic.md, bias correction); otherwise the float bias is taken
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
    workers.each(
        conv.groups(),
        g -> {
          ErrorCompensatedRounding rounding =
              useMoments ? new ErrorCompensatedRounding(moments.get().second(g)) : null;
          double[][] second = moments.isPresent() ? moments.get().second(g) : null;
          Workers inner = conv.groups() == 1 ? workers : new Workers(1);
          inner.each(
              perGroup,
              i -> {
                int o = g * perGroup + i;
                Channel channel = new Channel(conv, input, g, o);
                double bound = input.type() == ElementType.INT8 ? 0x1p31 : 0x1p40;
                double s = channel.scale(second);
                while (true) {
                  channel.round(s, rounding, weights);
                  double real =
                      wantedMean.isPresent()
                          ? wantedMean.get()[o]
                              - s * channel.dot(weights, moments.orElseThrow().mean(g))
                          : conv.bias()[o];
                  double folded = Math.rint((real + summand) / s - channel.dotZeroPoints(weights));
                  if (Math.abs(folded) < Integer.MAX_VALUE * HEADROOM
                      && Math.abs(folded) + channel.magnitude(weights) * -input.type().min()
                          < bound * HEADROOM) {
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

  /** One output channel's weights, with the input's scales folded in. */
  private static final class Channel {
    private final double[] scaled;
    private final double[] zeroPoint;
    private final int offset;
    private final double smallestScale;

    Channel(Op.Conv conv, TensorQuantization input, int group, int output) {
      int length = conv.weightsPerChannel();
      int channelsPerGroup = input.channels() / conv.groups();
      scaled = new double[length];
      zeroPoint = new double[length];
      offset = output * length;
      for (int k = 0; k < length; k++) {
        int c = group * channelsPerGroup + k % channelsPerGroup;
        scaled[k] = conv.weights()[offset + k] * input.scale()[c];
        zeroPoint[k] = input.zeroPoint()[c];
      }
      // a dead channel: its scale must still let the bias fit 32 bits
      smallestScale = Math.max(Math.abs(conv.bias()[output]) * 0x1p-30, 0x1p-100);
    }

    double scale(double[][] second) {
      double largest = 0;
      for (double w : scaled) {
        largest = Math.max(largest, Math.abs(w));
      }
      double full = largest / LIMIT;
      double best = full;
      double leastError = Double.POSITIVE_INFINITY;
      for (int i = 0; second != null && i < SCALE_CANDIDATES; i++) {
        double candidate = full * (1 - i * SCALE_STEP);
        double error = candidate > 0 ? roundingError(candidate, second) : Double.POSITIVE_INFINITY;
        if (error < leastError) {
          leastError = error;
          best = candidate;
        }
      }
      return Math.max(best, smallestScale);
    }

    private double roundingError(double scale, double[][] second) {
      double error = 0;
      for (int k = 0; k < scaled.length; k++) {
        double w = scaled[k] / scale;
        double e = (w - Math.min(Math.max(Math.rint(w), -LIMIT), LIMIT)) * scale;
        error += e * e * second[k][k];
      }
      return error;
    }

    void round(double scale, ErrorCompensatedRounding rounding, byte[] weights) {
      double[] steps = new double[scaled.length];
      for (int k = 0; k < steps.length; k++) {
        steps[k] = scaled[k] / scale;
      }
      if (rounding != null) {
        rounding.round(steps, LIMIT, weights, offset);
        return;
      }
      for (int k = 0; k < steps.length; k++) {
        weights[offset + k] = (byte) Math.min(Math.max(Math.rint(steps[k]), -LIMIT), LIMIT);
      }
    }

    double dot(byte[] weights, double[] patch) {
      double sum = 0;
      for (int k = 0; k < patch.length; k++) {
        sum += weights[offset + k] * patch[k];
      }
      return sum;
    }

    double dotZeroPoints(byte[] weights) {
      return dot(weights, zeroPoint);
    }

    double magnitude(byte[] weights) {
      double sum = 0;
      for (int k = 0; k < scaled.length; k++) {
        sum += Math.abs(weights[offset + k]);
      }
      return sum;
    }
  }
}
