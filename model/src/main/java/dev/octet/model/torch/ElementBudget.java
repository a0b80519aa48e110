package dev.octet.model.torch;

import dev.octet.model.Limits;
import java.util.List;

/** Counts the elements that are read from one file, so that small files cannot ask for much. */
final class ElementBudget {
  private long left = Limits.TOTAL_ELEMENTS;

  /**
   * Takes a tensor's elements out of the budget.
   *
   * @return their number
   * @throws dev.octet.runtime.OctetException INPUT if the tensor or all together are too large
   */
  int take(List<Integer> shape, String where) {
    long count = 1;
    for (int extent : shape) {
      count *= extent;
      if (count > Limits.ELEMENTS) {
        throw Faults.damaged("shape " + shape + " is larger than any layer may be", where);
      }
    }
    left -= count;
    if (left < 0) {
      throw Faults.damaged(
          "with this tensor the network has more than " + Limits.TOTAL_ELEMENTS + " parameters",
          where);
    }
    return (int) count;
  }
}
