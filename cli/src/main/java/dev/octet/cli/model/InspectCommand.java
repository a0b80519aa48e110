package dev.octet.cli.model;

import dev.octet.calibration.Sources;
import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.JsonFlag;
import dev.octet.cli.option.DataOptions;
import dev.octet.cli.option.ModelOptions;
import dev.octet.cli.option.Models;
import dev.octet.cli.option.PreprocessingOptions;
import dev.octet.cli.option.Threads;
import dev.octet.cli.reading.ChosenReading;
import dev.octet.model.FloatModel;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet inspect}. */
@Command(
    name = "inspect",
    description = "Shows what is in a float or an int8 model.",
    footer = {
      "",
      "Examples:",
      "  octet inspect model.octet",
      "  octet inspect weights.pth --size 64 --photos photos/"
    })
public final class InspectCommand extends BaseCommand {
  private static final long SEED = 0;

  @Parameters(
      paramLabel = "MODEL",
      description = "An .octet file, or a float model: .onnx, .pth, .safetensors, .h5, .keras.")
  private Path model;

  @Option(
      names = "--photos",
      paramLabel = "SRC",
      description =
          "Photos or tensors such as the model was trained on: says whether its batch norms know"
              + " them, and how the file is read best.")
  private Path src;

  @Mixin private JsonFlag json;
  @Mixin private PreprocessingOptions preprocessing;
  @Mixin private DataOptions data;
  @Mixin private Threads threads;
  @Mixin private ModelOptions imported;

  @Override
  protected int execute(Console console) {
    Description description =
        Models.isOctet(model)
            ? new Int8Description(Models.load(model), Models.bytes(model))
            : new FloatDescription(read(console), Models.bytes(model));
    if (json.on()) {
      console.printJson(description.json());
    } else {
      console.print(description.text());
    }
    return 0;
  }

  private FloatModel read(Console console) {
    boolean tensors = src != null && Sources.isTensorFile(src);
    FloatModel read =
        tensors
            ? imported.readFor(model, src, console)
            : Models.readFloat(model, imported.options(), console);
    if (src == null) {
      return read;
    }
    Optional<Preprocessing> rules =
        tensors ? Optional.empty() : Optional.of(preprocessing.of(read, console));
    ChosenReading.Asked asked =
        new ChosenReading.Asked(imported, preprocessing, SEED, threads.count());
    return ChosenReading.of(model, read, rules, data.look(src, read, rules), asked, console)
        .model();
  }
}
