package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.Window;
import java.util.Arrays;

/**
 * Which input elements a convolution multiplies at one output pixel: a patch is
 * [kernelHeight][kernelWidth][input channels of the group], as the weights of one output channel
 * are.
 */
final class PatchLayout {
  final int groups;
  final int channelsPerGroup;
  final int length;
  final int outputPixels;
  private final Shape input;
  private final Window window;
  private final int outputHeight;
  private final int outputWidth;

  PatchLayout(Op.Conv conv, Shape input) {
    this.input = input;
    this.window = conv.window();
    this.groups = conv.groups();
    this.channelsPerGroup = input.channels() / groups;
    this.length = window.kernelHeight * window.kernelWidth * channelsPerGroup;
    this.outputWidth = window.outputWidth(input.width());
    this.outputHeight = window.outputHeight(input.height());
    this.outputPixels = outputHeight * outputWidth;
  }

  /** The input channel of an element of a group's patch. */
  int channel(int group, int element) {
    return group * channelsPerGroup + element % channelsPerGroup;
  }

  /**
   * Copies the patches of all groups at one output pixel, minus the zero points; padding is 0.
   *
   * @param elements the input tensor
   * @param patches [group][length]
   */
  void gather(Object elements, int[] zeroPoint, int pixel, int[] patches) {
    int y0 = pixel / outputWidth * window.strideHeight - window.padTop;
    int x0 = pixel % outputWidth * window.strideWidth - window.padLeft;
    for (int ky = 0; ky < window.kernelHeight; ky++) {
      int y = y0 + ky * window.dilationHeight;
      for (int kx = 0; kx < window.kernelWidth; kx++) {
        int x = x0 + kx * window.dilationWidth;
        boolean inside = y >= 0 && y < input.height() && x >= 0 && x < input.width();
        int from = inside ? (y * input.width() + x) * input.channels() : -1;
        int tap = (ky * window.kernelWidth + kx) * channelsPerGroup;
        if (elements instanceof byte[] bytes) {
          gatherTap(bytes, from, zeroPoint, tap, patches);
        } else {
          gatherTap((short[]) elements, from, zeroPoint, tap, patches);
        }
      }
    }
  }

  /**
   * Adds the elements at each tap over all output pixels; what lies in the padding adds nothing.
   *
   * @param elements the input tensor
   * @param sum [kernelHeight][kernelWidth][input channels], changed
   */
  void addTaps(Object elements, long[] sum) {
    int channels = input.channels();
    int[] rowSum = new int[channels];
    for (int tap = 0; tap < taps(); tap++) {
      for (int oy = 0; oy < outputHeight; oy++) {
        int y = row(oy, tap);
        if (y < 0 || y >= input.height()) {
          continue;
        }
        Arrays.fill(rowSum, 0);
        for (int ox = 0; ox < outputWidth; ox++) {
          int x = column(ox, tap);
          if (x >= 0 && x < input.width()) {
            add(elements, (y * input.width() + x) * channels, rowSum);
          }
        }
        for (int c = 0; c < channels; c++) {
          sum[tap * channels + c] += rowSum[c];
        }
      }
    }
  }

  /** Output pixels at which each tap lies inside of the input. */
  long[] inside() {
    long[] inside = new long[taps()];
    for (int tap = 0; tap < inside.length; tap++) {
      long rows = 0;
      for (int oy = 0; oy < outputHeight; oy++) {
        rows += row(oy, tap) >= 0 && row(oy, tap) < input.height() ? 1 : 0;
      }
      long columns = 0;
      for (int ox = 0; ox < outputWidth; ox++) {
        columns += column(ox, tap) >= 0 && column(ox, tap) < input.width() ? 1 : 0;
      }
      inside[tap] = rows * columns;
    }
    return inside;
  }

  /** Positions in the window. */
  int taps() {
    return window.kernelHeight * window.kernelWidth;
  }

  private int row(int outputRow, int tap) {
    return outputRow * window.strideHeight
        - window.padTop
        + tap / window.kernelWidth * window.dilationHeight;
  }

  private int column(int outputColumn, int tap) {
    return outputColumn * window.strideWidth
        - window.padLeft
        + tap % window.kernelWidth * window.dilationWidth;
  }

  private static void add(Object elements, int from, int[] sum) {
    if (elements instanceof byte[] bytes) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += bytes[from + c];
      }
    } else {
      short[] shorts = (short[]) elements;
      for (int c = 0; c < sum.length; c++) {
        sum[c] += shorts[from + c];
      }
    }
  }

  private void gatherTap(byte[] bytes, int from, int[] zeroPoint, int tap, int[] patches) {
    for (int g = 0, c = 0; g < groups; g++) {
      for (int i = 0; i < channelsPerGroup; i++, c++) {
        patches[g * length + tap + i] = from < 0 ? 0 : bytes[from + c] - zeroPoint[c];
      }
    }
  }

  private void gatherTap(short[] shorts, int from, int[] zeroPoint, int tap, int[] patches) {
    for (int g = 0, c = 0; g < groups; g++) {
      for (int i = 0; i < channelsPerGroup; i++, c++) {
        patches[g * length + tap + i] = from < 0 ? 0 : shorts[from + c] - zeroPoint[c];
      }
    }
  }
}
