package dev.octet.cli;

import dev.octet.calibration.TensorSource;
import dev.octet.model.AtomicFile;
import dev.octet.model.FloatModel;
import dev.octet.report.Comparer;
import dev.octet.report.Comparison;
import dev.octet.report.ComparisonJson;
import dev.octet.report.NpzWriter;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet compare}. */
@Command(
    name = "compare",
    description = "Shows how close an int8 model is to its float model, layer by layer.",
    footer = {
      "",
      "Both models get the same pixels, preprocessed as the int8 model says. Shares are in percent.",
      "",
      "Example:",
      "  octet compare mobilenet_v3_large.onnx model.octet --data photos/ --json comparison.json"
    })
final class CompareCommand extends BaseCommand {
  @Parameters(index = "0", paramLabel = "FLOAT", description = "The float model.")
  private Path floatFile;

  @Parameters(index = "1", paramLabel = "INT8", description = "The .octet file made of it.")
  private Path int8File;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SRC",
      description =
          "A folder of images (sub-folders are class names), a list file, or a .npy of tensors.")
  private Path src;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the figures as JSON to a file, or to stdout (-) in place of the table.")
  private String json;

  @Option(
      names = "--dump-logits",
      paramLabel = "FILE.npz",
      description = "Write arrays 'float' and 'int8' (images x classes) in the order of the data.")
  private Path dump;

  @Option(
      names = "--layer-images",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images that every layer is compared on (default: ${DEFAULT-VALUE}).")
  private int layerImages;

  @Mixin private Threads threads;
  @Mixin private DataOptions data;
  @Mixin private ImportMixin imported;

  @Override
  int execute(Console console) {
    if (layerImages < 0) {
      throw new OctetException(
          Failure.USAGE, "a negative number", "--layer-images " + layerImages, "give 0 or more");
    }
    OctetModel int8 = Models.load(int8File);
    FloatModel model = readFloat(int8, console);
    TensorSource source = data.open(src, int8, console);
    List<float[]> reference = new ArrayList<>();
    List<float[]> answers = new ArrayList<>();
    Comparison comparison =
        new Comparer(model.graph(), int8, threads.count())
            .compare(
                source,
                layerImages,
                (index, expected, answer) -> {
                  if (dump != null) {
                    reference.add(expected);
                    answers.add(answer);
                  }
                },
                console.progress());
    comparison.skipped().forEach(reason -> console.note("skipped " + reason));
    long bytes = Models.bytes(int8File);
    Map<String, Object> document = ComparisonJson.of(comparison, int8, bytes);
    if (dump != null) {
      AtomicFile.write(dump, stream -> writeLogits(stream, reference, answers, int8.classes()));
      console.note("wrote " + dump);
    }
    if ("-".equals(json)) {
      console.printJson(document);
      return 0;
    }
    if (json != null) {
      AtomicFile.write(
          Path.of(json), (Console.json(document) + "\n").getBytes(StandardCharsets.UTF_8));
      console.note("wrote " + json);
    }
    console.print(ComparisonText.of(comparison, int8, bytes));
    return 0;
  }

  /** The float model, in the int8 model's input size if it takes one. */
  private FloatModel readFloat(OctetModel int8, Console console) {
    try {
      return Models.readFloat(floatFile, imported.optionsFor(int8.input()), console);
    } catch (OctetException e) {
      if (e.failure() != Failure.USAGE) {
        throw e;
      }
      // Its size is fixed; whether it is the right one is checked with the rest.
      return Models.readFloat(floatFile, imported.options(), console);
    }
  }

  private static void writeLogits(
      OutputStream stream, List<float[]> reference, List<float[]> answers, int classes)
      throws IOException {
    NpzWriter npz = new NpzWriter(stream);
    npz.add("float", reference, classes);
    npz.add("int8", answers, classes);
    npz.finish();
  }
}
