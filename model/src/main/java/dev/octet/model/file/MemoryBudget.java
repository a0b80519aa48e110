package dev.octet.model.file;

import dev.octet.model.ModelLimits;

/**
 * Memory that an import may use for what the file does not hold itself: computed constants,
 * expanded values, weights in another order. It grows with the file, so that a small file cannot
 * ask for much.
 */
public final class MemoryBudget {
  private long left;

  /**
   * A full budget.
   *
   * @param fileBytes length of the file
   */
  public MemoryBudget(long fileBytes) {
    left = ModelLimits.computedBytes(fileBytes);
  }

  /**
   * Takes memory off the budget before it is asked for.
   *
   * @param elements number of elements, not negative
   * @param bytesPerElement bytes of each, with everything that is made on the way
   * @return whether that much was left; if not, nothing is taken
   */
  public boolean take(long elements, int bytesPerElement) {
    if (elements > left / bytesPerElement) {
      return false;
    }
    left -= elements * bytesPerElement;
    return true;
  }
}
