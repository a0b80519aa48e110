package dev.octet.model.family;

import java.util.Optional;

/**
 * How a convolution walks over its map.
 *
 * @param stride pixels from one output to the next
 * @param dilation pixels from one kernel element to the next
 */
record Stride(int stride, int dilation) {
  private static final int MOST = 8;

  /** What {@code 2} or {@code 1d2} says; empty for anything else. */
  static Optional<Stride> parse(String text) {
    if (!text.matches("[1-9](d[1-9])?")) {
      return Optional.empty();
    }
    int stride = text.charAt(0) - '0';
    int dilation = text.length() > 1 ? text.charAt(2) - '0' : 1;
    return stride <= MOST && dilation <= MOST
        ? Optional.of(new Stride(stride, dilation))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return dilation == 1 ? String.valueOf(stride) : stride + "d" + dilation;
  }
}
