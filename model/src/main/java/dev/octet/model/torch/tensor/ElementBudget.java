package dev.octet.model.torch.tensor;

import dev.octet.model.ModelLimits;
import dev.octet.model.file.MemoryBudget;
import java.util.List;

/** Counts the elements that are read from one file, so that small files cannot ask for much. */
public final class ElementBudget {
  private final MemoryBudget budget;

  /**
   * A full budget.
   *
   * @param fileBytes length of the file
   */
  public ElementBudget(long fileBytes) {
    budget = new MemoryBudget(fileBytes);
  }

  /**
   * Takes a tensor's elements out of the budget.
   *
   * @param spanned bytes from its first to its last element, which are read on the way
   * @return their number
   * @throws dev.octet.runtime.OctetException INPUT if the tensor or all together are too large
   */
  int take(List<Integer> shape, long spanned, String where) {
    long count = 1;
    for (int extent : shape) {
      count *= extent;
      if (count > ModelLimits.ELEMENTS) {
        throw Faults.damaged("shape " + shape + " is larger than any layer may be", where);
      }
    }
    if (!budget.take(Math.max(count * Float.BYTES, spanned), 1)) {
      throw Faults.damaged(
          "with this tensor the network has more parameters than a file of this size may", where);
    }
    return (int) count;
  }
}
