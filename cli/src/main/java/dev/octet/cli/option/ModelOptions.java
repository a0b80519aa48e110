package dev.octet.cli.option;

import dev.octet.calibration.npy.NpyFile;
import dev.octet.cli.console.Console;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.runtime.schedule.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What a model file cannot tell. */
public final class ModelOptions {
  @Option(
      names = "--size",
      paramLabel = "S|HxW",
      description = "Input size (default: the model's own, 224 where the file leaves it open).",
      converter = Size.Converter.class)
  private Size size;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description =
          "Family of a state dict (default: found from the shapes), one of ${bundle:families};"
              + " timm's names are understood, too.")
  private String arch;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description =
          "relu, relu6 or hard-swish, for state dicts of ${bundle:families.activation} (default:"
              + " relu6).")
  private String activation;

  @Option(
      names = "--bn-eps",
      paramLabel = "E",
      description = "Epsilon of a state dict's batch normalizations.")
  private Double epsilon;

  @Option(
      names = "--padding",
      paramLabel = "HOW",
      description = "symmetric or same, for state dicts (default: symmetric).")
  private String padding;

  @Option(
      names = "--strides",
      paramLabel = "A,B,...",
      description =
          "Strides of a state dict: the first convolution's, then one for each stage or block; 1d2"
              + " is a stride of 1 with a dilation of 2 (default: those of the published network,"
              + " or of the repository that the names come from).")
  private String strides;

  @Option(
      names = "--se",
      paramLabel = "WHERE",
      description =
          "Where a state dict's squeeze-excites stand: after or before the activation, or mixed:"
              + " before it in blocks with an expansion (default: after).")
  private String gates;

  @Option(
      names = "--bgr",
      description = "The network was trained on pictures in the order blue, green, red.")
  private boolean bgr;

  public ImportOptions options() {
    return options(size);
  }

  private ImportOptions options(Size wanted) {
    return new ImportOptions(
        Optional.ofNullable(wanted).map(Size::height),
        Optional.ofNullable(wanted).map(Size::width),
        Optional.ofNullable(arch),
        Optional.ofNullable(activation),
        epsilon == null ? OptionalDouble.empty() : OptionalDouble.of(epsilon),
        Optional.ofNullable(padding),
        Optional.ofNullable(strides),
        Optional.ofNullable(gates),
        bgr);
  }

  /**
   * Reads a float model for a tensor file. Where the user gives no size, it is that of the tensors;
   * which of their axes are the channels, the model's input decides (the second where both fit).
   *
   * @param file the model
   * @param tensors a {@code .npy} file
   */
  public FloatModel readFor(Path file, Path tensors, Console console) {
    List<Long> shape = NpyFile.open(tensors).shape();
    if (size != null || shape.size() != 4) {
      return Models.readFloat(file, options(), console);
    }
    return new TensorLayout(shape).read(file, this::options, console);
  }

  /** The options, with the input size of an int8 model where the user says none. */
  public ImportOptions optionsFor(TensorSpec input) {
    return options(size == null ? new Size(input.height(), input.width()) : size);
  }
}
