package dev.octet.model.family;

import dev.octet.model.Choice;
import dev.octet.model.ImportOptions;
import dev.octet.model.family.parameter.StateDict;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What shapes cannot tell: taken from the options, else from what is usual where the names of the
 * parameters come from, and then recorded as a {@link Choice}.
 *
 * @param height rows of the input
 * @param width columns of the input
 * @param activation in place of ReLU6, where the family leaves it open
 * @param epsilon of the batch normalizations
 * @param same whether padding is TensorFlow's: as much as the stride needs, the odd pixel at the
 *     end
 * @param choices what was decided, by the options or without them
 */
record Layout(
    int height,
    int width,
    ActivationKind activation,
    double epsilon,
    boolean same,
    List<Choice> choices) {
  private static final int DEFAULT_SIZE = 224;
  private static final int MAX_SIZE = 4096;
  private static final double TORCH_EPSILON = 1e-5;
  private static final double TENSORFLOW_EPSILON = 1e-3;

  /** Decides for a network of a family. */
  static Layout decide(
      Family family, StateDict dict, boolean hasNorms, ImportOptions options, String arch) {
    List<Choice> choices = new ArrayList<>();
    choices.add(
        new Choice(
            Choice.FAMILY,
            family.name(),
            options.arch().isEmpty()
                ? "the parameters' shapes fit it; --arch names another"
                : "as --arch says"));
    Optional<KnownLayout> known = KnownLayout.of(dict.parameters());
    if (options.arch().isEmpty() || known.isPresent()) {
      choices.add(layout(known));
    }
    family.assumption().ifPresent(choices::add);
    int height = extent(options.height(), "rows");
    int width = extent(options.width(), "columns");
    if (options.height().isEmpty() || options.width().isEmpty()) {
      choices.add(
          new Choice(
              "input size",
              height + "x" + width,
              "a state dict has no input size; --size sets it"));
    }
    choices.add(strides(family, options, known));
    ActivationKind activation = activation(family, options, known, choices);
    boolean tensorflow = isTensorflow(dict, arch);
    boolean same = same(options, tensorflow, choices);
    double epsilon = epsilon(family, dict, same, hasNorms, options, choices);
    return new Layout(height, width, activation, epsilon, same, List.copyOf(choices));
  }

  private static int extent(Optional<Integer> asked, String what) {
    int extent = asked.orElse(DEFAULT_SIZE);
    if (extent < 1 || extent > MAX_SIZE) {
      throw usage(extent + " " + what + " are not possible", "--size", "give 1 to " + MAX_SIZE);
    }
    return extent;
  }

  private static Choice layout(Optional<KnownLayout> known) {
    return known
        .map(
            layout ->
                new Choice(
                    Choice.LAYOUT,
                    layout.name(),
                    "the parameters' names are those that it gives them; --arch names another"
                        + " family"))
        .orElse(Choice.UNKNOWN_LAYOUT);
  }

  private static Choice strides(Family family, ImportOptions options, Optional<KnownLayout> known) {
    boolean told =
        known.map(KnownLayout::strides).filter(s -> s.containsKey(family.name())).isPresent();
    return new Choice(
        Choice.STRIDES,
        StridePlan.of(family).text(family),
        options.strides().isPresent()
            ? "as --strides says"
            : "a state dict has no strides, these are "
                + (told ? known.get().name() + "'s" : "those of the published network")
                + "; --strides sets them");
  }

  private static ActivationKind activation(
      Family family, ImportOptions options, Optional<KnownLayout> known, List<Choice> choices) {
    if (options.activation().isPresent()) {
      String asked = options.activation().get();
      if (!family.activationOpen()) {
        throw usage(
            "the activations of " + family.name() + " are fixed", "--activation", "leave it out");
      }
      ActivationKind activation =
          switch (asked.toLowerCase(Locale.ROOT)) {
            case "relu" -> ActivationKind.RELU;
            case "relu6" -> ActivationKind.RELU6;
            case "hard-swish" -> ActivationKind.HARD_SWISH;
            default ->
                throw usage(
                    "'" + asked + "' is not known",
                    "--activation",
                    "give relu, relu6 or hard-swish");
          };
      choices.add(
          new Choice(Choice.ACTIVATION, asked.toLowerCase(Locale.ROOT), "as --activation says"));
      return activation;
    }
    boolean relu = known.flatMap(KnownLayout::activation).filter("relu"::equals).isPresent();
    if (family.activationOpen()) {
      choices.add(
          new Choice(
              Choice.ACTIVATION,
              relu ? "relu" : "relu6",
              "a state dict has no activations; --activation sets it"));
    }
    return relu ? ActivationKind.RELU : ActivationKind.RELU6;
  }

  private static boolean isTensorflow(StateDict dict, String arch) {
    return arch.startsWith("tf_")
        || dict.architecture().filter(a -> a.startsWith("tf_")).isPresent()
        || dict.parameters().stream().anyMatch(p -> p.name().endsWith(".convolution.weight"));
  }

  private static boolean same(ImportOptions options, boolean tensorflow, List<Choice> choices) {
    if (options.padding().isPresent()) {
      String asked = options.padding().get();
      boolean same =
          switch (asked.toLowerCase(Locale.ROOT)) {
            case "same" -> true;
            case "symmetric" -> false;
            default ->
                throw usage("'" + asked + "' is not known", "--padding", "give symmetric or same");
          };
      choices.add(new Choice(Choice.PADDING, asked.toLowerCase(Locale.ROOT), "as --padding says"));
      return same;
    }
    String reason =
        tensorflow
            ? "the names are those of weights from TensorFlow; --padding sets it"
            : "a state dict has no padding, this is PyTorch's; --padding sets it";
    choices.add(new Choice(Choice.PADDING, tensorflow ? "same" : "symmetric", reason));
    return tensorflow;
  }

  private static double epsilon(
      Family family,
      StateDict dict,
      boolean same,
      boolean hasNorms,
      ImportOptions options,
      List<Choice> choices) {
    if (options.bnEpsilon().isPresent()) {
      double asked = options.bnEpsilon().getAsDouble();
      if (!(asked >= 0 && asked <= 1)) {
        throw usage(asked + " is not possible", "--bn-eps", "give 0 to 1, such as 1e-5");
      }
      choices.add(new Choice(Choice.BN_EPSILON, String.valueOf(asked), "as --bn-eps says"));
      return asked;
    }
    boolean timm = dict.parameters().stream().anyMatch(p -> p.name().contains("conv_stem."));
    boolean v3 = family.name().startsWith("mobilenet_v3");
    double epsilon = same || (v3 && !timm) ? TENSORFLOW_EPSILON : TORCH_EPSILON;
    if (hasNorms) {
      String source =
          same ? "TensorFlow" : timm ? "timm" : v3 ? "torchvision's MobileNetV3" : "PyTorch";
      choices.add(
          new Choice(
              Choice.BN_EPSILON,
              epsilon == TENSORFLOW_EPSILON ? "1e-3" : "1e-5",
              "a state dict has no epsilon, this is what " + source + " uses; --bn-eps sets it"));
    }
    return epsilon;
  }

  private static OctetException usage(String what, String where, String remedy) {
    return new OctetException(Failure.USAGE, what, where, remedy);
  }
}
