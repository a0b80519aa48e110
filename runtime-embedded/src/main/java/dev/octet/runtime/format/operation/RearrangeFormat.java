package dev.octet.runtime.format.operation;

import dev.octet.runtime.format.bytes.FormatLimits;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.format.check.Check;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Rearrange;

/** Elements that move, since version 2. */
final class RearrangeFormat extends SingleInputFormat {
  RearrangeFormat() {
    super(OctetFormat.REARRANGE, Rearrange.class);
  }

  @Override
  Operation read(OperationReader in, String name, int input, int output) {
    TensorSpec out = in.spec(output);
    return new Rearrange(
        name,
        input,
        output,
        offsets(in, out.height()),
        offsets(in, out.width()),
        offsets(in, out.channels()),
        in.cursor.shorts("a filling value", out.channels()));
  }

  private static int[] offsets(OperationReader in, int count) {
    return in.cursor.ints("an element's place", count, -1, FormatLimits.ARENA_BYTES);
  }

  /** Elements move between channels only where all of these have one scale. */
  @Override
  void check(
      Operation operation, TensorSpec in, TensorSpec out, TensorSpec[] tensors, Check check) {
    Rearrange op = (Rearrange) operation;
    long last =
        (long) largest(check, op.rows, out.height())
            + largest(check, op.columns, out.width())
            + largest(check, op.depth, out.channels());
    check.range("the last element", last, 0, in.elements() - 1L);
    check.count("the filling value", op.fill.length, out.channels());
    inType(check, op.fill, out);
    int channels = in.channels();
    boolean whole =
        in.quantizationCount() > 1 && largest(check, op.depth, out.channels()) < channels;
    boolean same = in.type() == out.type();
    whole &= multiples(op.rows, channels) && multiples(op.columns, channels);
    for (int c = 0; c < out.channels(); c++) {
      int from = whole ? Math.max(op.depth[c], 0) : c % channels;
      boolean filled = whole && op.depth[c] < 0;
      same &= filled || in.scale(from) == out.scale(c) && in.zeroPoint(from) == out.zeroPoint(c);
    }
    for (int c = 1; c < channels && !whole; c++) {
      same &= in.scale(c) == in.scale(0) && in.zeroPoint(c) == in.zeroPoint(0);
    }
    check.require(same, "elements move between types or scales");
  }

  private static boolean multiples(int[] offsets, int of) {
    boolean all = true;
    for (int offset : offsets) {
      all &= offset < 0 || offset % of == 0;
    }
    return all;
  }

  private static int largest(Check check, int[] offsets, int count) {
    check.count("a list of places", offsets.length, count);
    int largest = 0;
    for (int offset : offsets) {
      check.range("an element's place", offset, -1, FormatLimits.ARENA_BYTES);
      largest = Math.max(largest, offset);
    }
    return largest;
  }
}
