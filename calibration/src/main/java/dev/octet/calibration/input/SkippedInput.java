package dev.octet.calibration.input;

/**
 * An input that could not be read.
 *
 * @param index its index in the source
 * @param name where it came from
 * @param reason what is wrong with it
 */
public record SkippedInput(int index, String name, String reason) {
  /** Name and reason, for people. */
  public String text() {
    return name + ": " + reason;
  }
}
