package dev.octet.model.family;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.graph.FloatGraph;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the network that a state dict belongs to, and builds it. */
public final class StateDictImporter {
  private StateDictImporter() {}

  /**
   * Builds the float model of a state dict.
   *
   * @param file named in errors
   * @param format as in {@link FloatModel#format()}
   * @param sha256 hash of the file
   * @param noted choices the reader of the file has made already
   * @throws OctetException UNSUPPORTED naming the first parameter that differs and the nearest
   *     family; INPUT for damaged values; USAGE for options that do not fit the network
   */
  public static FloatModel read(
      StateDict dict,
      ImportOptions options,
      String file,
      String format,
      String sha256,
      List<Choice> noted) {
    String arch = options.arch().map(a -> a.toLowerCase(Locale.ROOT)).orElse("");
    List<Family> families = families(arch);
    List<List<Layer>> orders = new ArrayList<>();
    if (dict.ordered()) {
      orders.add(Layer.of(ParameterGroup.of(dict.parameters())));
    }
    orders.add(Layer.of(ParameterGroup.of(ParameterOrder.restore(dict.parameters()))));

    Mismatch best = null;
    Family nearest = families.get(0);
    for (List<Layer> layers : orders) {
      for (Family family : families) {
        try {
          List<FamilyStep> steps = FamilyMatcher.match(layers, family, !arch.isEmpty());
          return build(dict, family, steps, options, arch, file, format, sha256, noted);
        } catch (Mismatch e) {
          if (best == null || e.depth() > best.depth()) {
            best = e;
            nearest = family;
          }
        }
      }
    }
    throw new OctetException(
        Failure.UNSUPPORTED,
        (arch.isEmpty() ? "not a known network; the nearest is " : "not the network ")
            + nearest.name()
            + ", where this parameter "
            + best.getMessage(),
        file + ": parameter '" + best.parameter() + "'",
        arch.isEmpty()
            ? "export the model as ONNX, or name its family with --arch"
            : "leave --arch out, or export the model as ONNX");
  }

  private static FloatModel build(
      StateDict dict,
      Family family,
      List<FamilyStep> steps,
      ImportOptions options,
      String arch,
      String file,
      String format,
      String sha256,
      List<Choice> noted) {
    boolean hasNorms =
        steps.stream()
            .anyMatch(s -> s instanceof FamilyStep.Weighted w && w.layer().norm() != null);
    Layout layout = Layout.decide(family, dict, hasNorms, options, arch);
    FloatGraph graph = GraphAssembler.build(family.name(), family, steps, layout, file);
    List<Choice> choices = new ArrayList<>(noted);
    choices.addAll(layout.choices());
    return new FloatModel(
        graph, format, sha256, choices, layout.same() ? "minus-one-one" : "imagenet");
  }

  private static List<Family> families(String arch) {
    if (arch.isEmpty()) {
      return Families.ALL.stream().filter(f -> !f.onlyIfAsked()).toList();
    }
    List<Family> named = Families.ALL.stream().filter(f -> matches(arch, f.name())).toList();
    if (named.isEmpty()) {
      throw new OctetException(
          Failure.USAGE,
          "'" + arch + "' is not known",
          "--arch",
          "give one of "
              + String.join(", ", Families.ALL.stream().map(Family::name).distinct().toList()));
    }
    return named;
  }

  /** Takes timm's spelling too: {@code tf_mobilenetv3_small_100} is {@code mobilenet_v3_small}. */
  private static boolean matches(String arch, String family) {
    String plain = arch.replaceFirst("^tf_", "").replaceFirst("^mobilenetv", "mobilenet_v");
    return plain
        .replaceFirst("_\\d{3}$", "")
        .replaceFirst("_minimal$", "_minimalistic")
        .equals(family);
  }
}
