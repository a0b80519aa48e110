package dev.octet.model.graph;

import java.util.Arrays;

/** Operations that only move values, as tables of {@link Op.Rearrange}. */
public final class Rearrangements {
  private Rearrangements() {}

  /** A part of a map's channels: every {@code step}-th from {@code from}. */
  public static Op.Rearrange channels(Shape in, int from, int step, int count) {
    return channels(in, offsets(count, from, step), 0);
  }

  /**
   * Channels picked, ordered or repeated.
   *
   * @param source per output channel the input channel, -1 for one that is {@code fill} everywhere
   */
  public static Op.Rearrange channels(Shape in, int[] source, float fill) {
    return new Op.Rearrange(rows(in), columns(in), source, fill);
  }

  /** Channels of {@code groups} groups in turn: ShuffleNet's shuffle. */
  public static Op.Rearrange shuffle(Shape in, int groups) {
    int perGroup = in.channels() / groups;
    int[] source = new int[in.channels()];
    Arrays.setAll(source, c -> c % groups * perGroup + c / groups);
    return channels(in, source, 0);
  }

  /** Channels of one value before and after a map's own. */
  public static Op.Rearrange padChannels(Shape in, int before, int after, float value) {
    int[] source = new int[before + in.channels() + after];
    Arrays.setAll(source, c -> c < before || c >= before + in.channels() ? -1 : c - before);
    return channels(in, source, value);
  }

  /**
   * Rows and columns picked, ordered or repeated: crops, strides, borders of the map's own values.
   */
  public static Op.Rearrange pixels(Shape in, int[] rows, int[] columns) {
    int row = in.width() * in.channels();
    return new Op.Rearrange(
        Arrays.stream(rows).map(y -> y * row).toArray(),
        Arrays.stream(columns).map(x -> x * in.channels()).toArray(),
        offsets(in.channels(), 0, 1),
        0);
  }

  /** A map of which each extent is the target's or 1, repeated along the latter. */
  public static Op.Rearrange expand(Shape in, Shape target) {
    return new Op.Rearrange(
        in.height() == 1 ? new int[target.height()] : rows(in),
        in.width() == 1 ? new int[target.width()] : columns(in),
        in.channels() == 1 ? new int[target.channels()] : offsets(in.channels(), 0, 1),
        0);
  }

  /**
   * Blocks of channels become pixels.
   *
   * @param block rows and columns that a pixel becomes
   * @param columnRowDepth whether a channel's own block is innermost among the input's channels
   *     (ONNX's CRD, PyTorch's pixel shuffle), and not outermost (DCR, TensorFlow)
   */
  public static Op.Rearrange depthToSpace(Shape in, int block, boolean columnRowDepth) {
    int channels = in.channels() / (block * block);
    int step = columnRowDepth ? 1 : channels;
    int[] rows = new int[in.height() * block];
    int[] columns = new int[in.width() * block];
    Arrays.setAll(rows, y -> y / block * in.width() * in.channels() + y % block * block * step);
    Arrays.setAll(columns, x -> x / block * in.channels() + x % block * step);
    return new Op.Rearrange(
        rows, columns, offsets(channels, 0, columnRowDepth ? block * block : 1), 0);
  }

  /** Blocks of pixels become channels, the block outermost (ONNX, TensorFlow). */
  public static Op.Rearrange spaceToDepth(Shape in, int block) {
    int row = in.width() * in.channels();
    int[] depth = new int[in.channels() * block * block];
    Arrays.setAll(
        depth,
        c -> {
          int part = c / in.channels();
          return part / block * row + part % block * in.channels() + c % in.channels();
        });
    return new Op.Rearrange(
        offsets(in.height() / block, 0, block * row),
        offsets(in.width() / block, 0, block * in.channels()),
        depth,
        0);
  }

  /** Another shape over the same values in the same order (HWC). */
  public static Op.Rearrange reshape(Shape target) {
    return new Op.Rearrange(rows(target), columns(target), offsets(target.channels(), 0, 1), 0);
  }

  /** The first elements of all rows. */
  public static int[] rows(Shape shape) {
    return offsets(shape.height(), 0, shape.width() * shape.channels());
  }

  /** The first elements of all pixels of a row. */
  public static int[] columns(Shape shape) {
    return offsets(shape.width(), 0, shape.channels());
  }

  /** {@code count} numbers from {@code from} on. */
  public static int[] offsets(int count, int from, int step) {
    int[] offsets = new int[count];
    Arrays.setAll(offsets, i -> from + i * step);
    return offsets;
  }
}
