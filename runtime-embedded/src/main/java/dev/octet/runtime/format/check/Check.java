package dev.octet.runtime.format.check;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** One place of a schedule under validation: says where when something is wrong. */
public final class Check {
  private final String where;

  public Check(String where) {
    this.where = where;
  }

  /** Refuses the schedule unless a condition holds. */
  public void require(boolean condition, String what) {
    if (!condition) {
      throw new OctetException(Failure.INPUT, what, where, "quantize the model again");
    }
  }

  /** Refuses a value outside of a range, ends included. */
  public void range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      require(false, field + " is " + value + ", not in " + min + " to " + max);
    }
  }

  /** Refuses an array that does not have one entry per channel (or other unit). */
  public void count(String field, int count, int expected) {
    if (count != expected) {
      require(false, field + " has " + count + " entries instead of " + expected);
    }
  }
}
