package dev.octet.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where {@code quantize} learns what activations do: exactly one of these. */
public final class CalibrationOptions {
  @Option(
      names = "--calibration",
      required = true,
      paramLabel = "SRC",
      description =
          "A folder of photos, a list file, or a .npy of float32 tensors that are ready to use.")
  public Path source;

  @Option(
      names = "--data-free",
      required = true,
      description =
          "No images at all: ranges come from batch normalization statistics. How much accuracy"
              + " that costs is not known until you measure it with octet compare.")
  public boolean dataFree;
}
