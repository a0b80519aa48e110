package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.runtime.schedule.operation.Window;

/**
 * Moments of a convolution's input patches that follow from the means and covariances of the
 * channels (docs/arithmetic.md, analytical bias correction); padding is 0.
 */
public final class AssumedMoments {
  /** Share of the assumed correlations that rounding relies on. */
  private static final double TRUST = 0.5;

  private AssumedMoments() {}

  /**
   * The moments, in units of the input's steps.
   *
   * @param conv the convolution
   * @param shape its input's shape
   * @param quantization its input's quantization
   * @param mean of each input channel, real
   * @param covariance of the input channels, real
   */
  public static InputMoments of(
      Op.Conv conv,
      Shape shape,
      TensorQuantization quantization,
      double[] mean,
      double[][] covariance) {
    PatchLayout layout = new PatchLayout(conv, shape);
    double[] inside = insideShares(conv.window(), shape);
    double[][] near = PatchCorrelation.of(conv.window());
    double[][] first = new double[layout.groups][layout.length];
    double[][][] second = new double[layout.groups][layout.length][];
    for (int g = 0; g < layout.groups; g++) {
      for (int i = 0; i < layout.length; i++) {
        int c = layout.channel(g, i);
        int tap = i / layout.channelsPerGroup;
        double scale = quantization.scale()[c];
        first[g][i] = inside[tap] * mean[c] / scale;
        second[g][i] = new double[i + 1];
        for (int j = 0; j <= i; j++) {
          int other = j / layout.channelsPerGroup;
          int d = layout.channel(g, j);
          second[g][i][j] =
              inside[tap]
                  * inside[other]
                  * covariance[c][d]
                  * (i == j ? 1 : TRUST * near[tap][other])
                  / (scale * quantization.scale()[d]);
        }
      }
    }
    return new InputMoments(layout.length, first, second);
  }

  /**
   * What a convolution's sum is on average in each output channel.
   *
   * @param mean of each input channel
   */
  public static double[] sumMean(Op.Conv conv, Shape shape, double[] mean) {
    PatchLayout layout = new PatchLayout(conv, shape);
    double[] inside = insideShares(conv.window(), shape);
    double[] sum = new double[conv.outputChannels()];
    for (int o = 0; o < sum.length; o++) {
      int group = o / (conv.outputChannels() / conv.groups());
      sum[o] = conv.bias()[o];
      for (int k = 0; k < layout.length; k++) {
        sum[o] +=
            conv.weights()[o * layout.length + k]
                * inside[k / layout.channelsPerGroup]
                * mean[layout.channel(group, k)];
      }
    }
    return sum;
  }

  /** For each tap of a kernel, the share of output pixels at which it lies inside of the map. */
  private static double[] insideShares(Window window, Shape input) {
    int outputHeight = window.outputHeight(input.height());
    int outputWidth = window.outputWidth(input.width());
    double[] shares = new double[window.kernelHeight * window.kernelWidth];
    for (int ky = 0; ky < window.kernelHeight; ky++) {
      int rows =
          inside(
              ky * window.dilationHeight - window.padTop,
              window.strideHeight,
              outputHeight,
              input.height());
      for (int kx = 0; kx < window.kernelWidth; kx++) {
        int columns =
            inside(
                kx * window.dilationWidth - window.padLeft,
                window.strideWidth,
                outputWidth,
                input.width());
        shares[ky * window.kernelWidth + kx] =
            (double) rows * columns / ((double) outputHeight * outputWidth);
      }
    }
    return shares;
  }

  private static int inside(int first, int stride, int outputs, int extent) {
    int count = 0;
    for (int o = 0; o < outputs; o++) {
      int position = first + o * stride;
      count += position >= 0 && position < extent ? 1 : 0;
    }
    return count;
  }
}
