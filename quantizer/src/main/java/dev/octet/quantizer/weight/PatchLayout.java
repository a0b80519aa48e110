package dev.octet.quantizer.weight;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.schedule.operation.Window;
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
    this.length = taps() * channelsPerGroup;
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
    for (int tap = 0; tap < taps(); tap++) {
      int from = index(pixel / outputWidth, pixel % outputWidth, tap);
      int to = tap * channelsPerGroup;
      if (elements instanceof byte[] bytes) {
        gatherTap(bytes, from, zeroPoint, to, patches);
      } else {
        gatherTap((short[]) elements, from, zeroPoint, to, patches);
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
        Arrays.fill(rowSum, 0);
        for (int ox = 0; ox < outputWidth; ox++) {
          int from = index(oy, ox, tap);
          if (from >= 0) {
            add(elements, from, rowSum);
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
      for (int pixel = 0; pixel < outputPixels; pixel++) {
        inside[tap] += index(pixel / outputWidth, pixel % outputWidth, tap) >= 0 ? 1 : 0;
      }
    }
    return inside;
  }

  /** Positions in the window. */
  int taps() {
    return window.kernelHeight * window.kernelWidth;
  }

  /** Where the channels under a tap begin in the input, -1 in the padding. */
  private int index(int outputRow, int outputColumn, int tap) {
    int y =
        outputRow * window.strideHeight
            - window.padTop
            + tap / window.kernelWidth * window.dilationHeight;
    int x =
        outputColumn * window.strideWidth
            - window.padLeft
            + tap % window.kernelWidth * window.dilationWidth;
    boolean inside = y >= 0 && y < input.height() && x >= 0 && x < input.width();
    return inside ? (y * input.width() + x) * input.channels() : -1;
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
