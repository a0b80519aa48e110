package dev.octet.cli.option;

import dev.octet.calibration.Sampler;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import picocli.CommandLine.Option;

/** How calibration inputs are drawn. */
public final class SampleOptions {
  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "" + Sampler.SAMPLES,
      description =
          "How many inputs to draw, spread over the sub-folders (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Decides which inputs are drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Checks early that something would be drawn.
   *
   * @throws OctetException (USAGE) if not
   */
  public void check() {
    if (samples < 1) {
      throw new OctetException(
          Failure.USAGE, "nothing to calibrate on", "--samples " + samples, "give 1 or more");
    }
  }

  /** How many inputs to draw. */
  public int count() {
    return samples;
  }

  /** Decides which. */
  public long seed() {
    return seed;
  }
}
