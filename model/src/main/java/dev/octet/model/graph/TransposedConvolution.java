package dev.octet.model.graph;

import dev.octet.runtime.schedule.operation.Window;

/**
 * A transposed convolution as a convolution and a rearrangement. Output pixels whose coordinates
 * leave the same rest when divided by the stride read the same taps; the convolution computes all
 * these phases as channels of one smaller map, and {@link #pixels()} puts them side by side. So it
 * costs no more multiplications than it needs, and everything that is known of convolutions holds
 * (docs/arithmetic.md, equation 37).
 *
 * @param convolution stride 1; its output channels are [channel][phase row][phase column]
 * @param pixels phases become pixels, and what lies in the padding is cut off
 */
public record TransposedConvolution(Op.Conv convolution, Op.Rearrange pixels) {
  /**
   * Of PyTorch's, ONNX's and TensorFlow's parameters.
   *
   * @param in shape of the input
   * @param window kernel, stride, dilation, and the padding, which is cut off the output
   * @param outputPadHeight rows added below
   * @param outputPadWidth columns added on the right
   * @param groups channel groups
   * @param outputChannels output channels
   * @param weights [outputChannels][kernelHeight][kernelWidth][inputChannels / groups], the taps in
   *     the order of the transposed convolution (output row = input row * stride + tap row)
   * @param bias one per output channel
   * @throws IllegalArgumentException if nothing is left of the output or the channels do not fit
   */
  public static TransposedConvolution of(
      Shape in,
      Window window,
      int outputPadHeight,
      int outputPadWidth,
      int groups,
      int outputChannels,
      float[] weights,
      float[] bias) {
    int taps = window.kernelHeight * window.kernelWidth;
    int perGroup = weights.length / (outputChannels * taps);
    if (perGroup * groups != in.channels() || outputChannels % groups != 0) {
      throw new IllegalArgumentException(
          "weights for " + perGroup * groups + " input channels, but the input is " + in);
    }
    Phases rows =
        new Phases(
            in.height(),
            window.kernelHeight,
            window.strideHeight,
            window.dilationHeight,
            window.padTop,
            window.padBottom - outputPadHeight);
    Phases columns =
        new Phases(
            in.width(),
            window.kernelWidth,
            window.strideWidth,
            window.dilationWidth,
            window.padLeft,
            window.padRight - outputPadWidth);
    if (rows.outputs() < 1 || columns.outputs() < 1) {
      throw new IllegalArgumentException("its padding leaves nothing of the output");
    }
    int phases = rows.stride * columns.stride;
    int height = rows.taps();
    int width = columns.taps();
    float[] folded =
        new float[Math.multiplyExact(outputChannels * phases, height * width * perGroup)];
    float[] biases = new float[outputChannels * phases];
    for (int o = 0; o < outputChannels; o++) {
      for (int phase = 0; phase < phases; phase++) {
        biases[o * phases + phase] = bias[o];
      }
      for (int ky = 0; ky < window.kernelHeight; ky++) {
        for (int kx = 0; kx < window.kernelWidth; kx++) {
          int phase = rows.phase(ky) * columns.stride + columns.phase(kx);
          int tap = rows.tap(ky) * width + columns.tap(kx);
          System.arraycopy(
              weights,
              ((o * window.kernelHeight + ky) * window.kernelWidth + kx) * perGroup,
              folded,
              ((o * phases + phase) * height * width + tap) * perGroup,
              perGroup);
        }
      }
    }
    Window small =
        new Window(height, width, 1, 1, height - 1, width - 1, rows.after(), columns.after(), 1, 1);
    Op.Conv conv = new Op.Conv(small, groups, outputChannels * phases, folded, biases);
    Shape map = new Shape(rows.convolved(), columns.convolved(), outputChannels * phases);
    return new TransposedConvolution(
        conv,
        new Op.Rearrange(
            rows.offsets(map.width() * map.channels(), columns.stride),
            columns.offsets(map.channels(), 1),
            Rearrangements.offsets(outputChannels, 0, phases),
            0));
  }

  /**
   * One axis. Output {@code i} (before padding is cut off) is in block {@code i / stride}, phase
   * {@code i % stride}; input {@code j} reaches it with tap {@code k} where {@code i = j * stride +
   * k * dilation}.
   */
  private record Phases(int inputs, int kernel, int stride, int dilation, int before, int cut) {
    int phase(int k) {
      return k * dilation % stride;
    }

    /** Blocks that a kernel reaches over. */
    int taps() {
      return (kernel - 1) * dilation / stride + 1;
    }

    /** The convolution's tap: the last one reads the input of the output's own block. */
    int tap(int k) {
      return taps() - 1 - k * dilation / stride;
    }

    int outputs() {
      return (inputs - 1) * stride + (kernel - 1) * dilation + 1 - before - cut;
    }

    int blocks() {
      return (before + outputs() - 1) / stride + 1;
    }

    /** Padding after the map, so that there is an output for every block. */
    int after() {
      return Math.max(blocks() - inputs, 0);
    }

    /** What the convolution gives; more than the blocks where padding is cut off. */
    int convolved() {
      return inputs + after();
    }

    int[] offsets(int block, int phase) {
      int[] offsets = new int[outputs()];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = (i + before) / stride * block + (i + before) % stride * phase;
      }
      return offsets;
    }
  }
}
