package dev.octet.cli.model;

import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.JsonFlag;
import dev.octet.cli.option.ModelOptions;
import dev.octet.cli.option.Models;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code octet inspect}. */
@Command(
    name = "inspect",
    description = "Shows what is in a float or an int8 model.",
    footer = {"", "Example:", "  octet inspect model.octet"})
public final class InspectCommand extends BaseCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "An .octet file, or a float model: .onnx, .pth, .safetensors, .h5, .keras.")
  private Path model;

  @Mixin private JsonFlag json;
  @Mixin private ModelOptions imported;

  @Override
  protected int execute(Console console) {
    Description description =
        Models.isOctet(model)
            ? new Int8Description(Models.load(model), Models.bytes(model))
            : new FloatDescription(
                Models.readFloat(model, imported.options(), console), Models.bytes(model));
    if (json.on()) {
      console.printJson(description.json());
    } else {
      console.print(description.text());
    }
    return 0;
  }
}
