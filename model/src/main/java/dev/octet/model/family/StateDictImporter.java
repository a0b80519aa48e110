package dev.octet.model.family;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.family.parameter.Layer;
import dev.octet.model.family.parameter.Leftovers;
import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.family.parameter.ParameterGroup;
import dev.octet.model.family.parameter.ParameterOrder;
import dev.octet.model.family.parameter.StateDict;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
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
    List<Choice> choices = new ArrayList<>(noted);
    List<Parameter> parameters = Leftovers.withMasks(dict.parameters(), choices);
    Leftovers leftovers = Leftovers.of(parameters);
    List<List<Parameter>> readings = new ArrayList<>();
    readings.add(parameters);
    if (leftovers.kept().size() < parameters.size()) {
      readings.add(leftovers.kept());
    }

    Mismatch best = null;
    Family nearest = families.get(0);
    for (List<Parameter> reading : readings) {
      if (reading.size() < parameters.size()) {
        choices.addAll(leftovers.choices());
      }
      for (List<Layer> layers : orders(reading, dict.ordered())) {
        for (Family family : families) {
          try {
            Family usual = asNamed(family, dict);
            FamilyMatcher.match(layers, usual, !arch.isEmpty());
            Family read = asAsked(usual, options);
            List<FamilyStep> steps = FamilyMatcher.match(layers, read, !arch.isEmpty());
            return build(dict, read, steps, options, arch, file, format, sha256, choices);
          } catch (Mismatch e) {
            if (best == null || e.depth() > best.depth()) {
              best = e;
              nearest = family;
            }
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

  /** The family with the strides of those who name parameters so. */
  private static Family asNamed(Family family, StateDict dict) {
    return KnownLayout.of(dict.parameters())
        .map(known -> known.strides().get(family.name()))
        .flatMap(strides -> StridePlan.parse(strides, family))
        .map(family::with)
        .orElse(family);
  }

  /** The family with what the user says beside the shapes. */
  private static Family asAsked(Family family, ImportOptions options) {
    Family read = family;
    if (options.strides().isPresent()) {
      String asked = options.strides().get();
      read =
          read.with(
              StridePlan.parse(asked, family)
                  .orElseThrow(
                      () ->
                          usage(
                              "'" + asked + "' are no strides of " + family.name(),
                              "--strides",
                              "give one for the first convolution and one for each of "
                                  + StridePlan.expected(family)
                                  + ", such as "
                                  + StridePlan.of(family).text(family))));
    }
    if (options.gates().isPresent()) {
      String asked = options.gates().get();
      if (!family.hasGates()) {
        throw usage(family.name() + " has no squeeze-excites", "--se", "leave it out");
      }
      read =
          read.with(
              GateOrder.parse(asked)
                  .orElseThrow(
                      () ->
                          usage(
                              "'" + asked + "' is not known",
                              "--se",
                              "give after, before or mixed")));
    }
    return read;
  }

  private static OctetException usage(String what, String where, String remedy) {
    return new OctetException(Failure.USAGE, what, where, remedy);
  }

  /** The layers in the order of the file, if it has one, and in that of the names. */
  private static List<List<Layer>> orders(List<Parameter> parameters, boolean ordered) {
    List<List<Layer>> orders = new ArrayList<>();
    if (ordered) {
      orders.add(Layer.of(ParameterGroup.of(parameters)));
    }
    orders.add(Layer.of(ParameterGroup.of(ParameterOrder.restore(parameters))));
    return orders;
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
    if (family.hasGates()) {
      choices.add(gates(steps, options));
    }
    if (lastMapIsOnePixel(graph)) {
      choices.add(
          new Choice(
              "last map",
              "1x1",
              "the mean before the classifier is of one pixel, as hardly any network has it: check"
                  + " --size and --strides"));
    }
    long linears =
        steps.stream()
            .skip(steps.indexOf(new FamilyStep.Pool()))
            .filter(FamilyStep.Weighted.class::isInstance)
            .count();
    if (linears > (family.hiddenLinear() ? 2 : 1)) {
      choices.add(
          new Choice(
              "head",
              linears + " fully connected layers, ReLU between them",
              "a state dict has no activations; export the network as ONNX if it has others"));
    }
    return new FloatModel(
        graph,
        format,
        sha256,
        choices,
        layout.same() ? Normalization.MINUS_ONE_ONE : Normalization.IMAGENET);
  }

  private static boolean lastMapIsOnePixel(FloatGraph graph) {
    String pooled = "";
    for (Node node : graph.nodes()) {
      pooled = node.op() instanceof Op.GlobalAveragePool ? node.input() : pooled;
    }
    return !pooled.isEmpty() && graph.shape(pooled).pixels() == 1;
  }

  private static Choice gates(List<FamilyStep> steps, ImportOptions options) {
    boolean before = false;
    boolean after = false;
    for (int i = 1; i < steps.size(); i++) {
      boolean gate = steps.get(i) instanceof FamilyStep.Gate;
      before |= gate && steps.get(i - 1) instanceof FamilyStep.Weighted;
      after |= gate && !(steps.get(i - 1) instanceof FamilyStep.Weighted);
    }
    GateOrder order = before ? after ? GateOrder.MIXED : GateOrder.BEFORE : GateOrder.AFTER;
    return new Choice(
        Choice.GATES,
        order.toString(),
        "where they stand beside the activation: "
            + (options.gates().isPresent()
                ? "as --se says"
                : order == GateOrder.AFTER
                    ? "a state dict does not tell; --se sets it"
                    : "as the numbers of the modules say; --se sets it"));
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
          "give one of " + String.join(", ", FamilyNames.all()));
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
