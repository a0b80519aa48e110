package dev.octet.model.family;

import dev.octet.model.family.parameter.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who calls the modules of a network as a state dict does, and what networks of that origin have
 * beyond the usual. Names are facts of the file; strides, activations and the like are not.
 *
 * @param name of the library or repository, as messages say it
 * @param marks patterns of which each one has to be found in some parameter's name
 * @param strides by family, where they differ from the paper's
 * @param activation where it differs from the family's
 */
record KnownLayout(
    String name, List<Pattern> marks, Map<String, String> strides, Optional<String> activation) {
  private static final Map<String, String> OF_CIFAR =
      Map.of(
          "mobilenet_v1", "1,1,2,1,2,1,2,1,1,1,1,1,2,1",
          "mobilenet_v2", "1,1,1,2,2,1,2,1");

  /** In the order they are tried: the more particular names first. */
  private static final List<KnownLayout> ALL =
      List.of(
          usual("transformers", "\\.convolution\\.weight$", "\\.normalization\\.weight$"),
          usual("timm", "(^|\\.)conv_stem\\.weight$", "(^|\\.)blocks\\.0\\.0\\."),
          usual("torchvision", "(^|\\.)features\\.0\\.0\\.", "features\\.2\\.block\\.0\\.0\\."),
          usual("torchvision", "(^|\\.)features\\.0\\.0\\.", "features\\.2\\.conv\\.0\\.0\\."),
          usual(
              "d-li14/mobilenetv3.pytorch",
              "(^|\\.)features\\.0\\.0\\.",
              "features\\.\\d+\\.conv\\.\\d+\\.fc\\.0\\.",
              "(^|\\.)conv\\.0\\.weight$"),
          usual(
              "d-li14/mobilenetv2.pytorch",
              "(^|\\.)features\\.0\\.0\\.",
              "features\\.2\\.conv\\.3\\.weight$",
              "(^|\\.)conv\\.0\\.weight$"),
          usual(
              "tonylins/pytorch-mobilenet-v2",
              "(^|\\.)features\\.0\\.0\\.",
              "features\\.2\\.conv\\.3\\.weight$"),
          new KnownLayout(
              "kuangliu/pytorch-cifar",
              patterns(
                  "(^|\\.)conv1\\.weight$",
                  "(^|\\.)layers\\.0\\.conv1\\.weight$",
                  "(^|\\.)linear\\.weight$"),
              OF_CIFAR,
              Optional.of("relu")),
          usual(
              "xiaolai-sqlai/mobilenetv3",
              "(^|\\.)conv1\\.weight$",
              "(^|\\.)bneck\\.0\\.conv1\\.weight$"),
          new KnownLayout(
              "marvis/pytorch-mobilenet",
              patterns("(^|\\.)model\\.0\\.0\\.weight$", "(^|\\.)model\\.1\\.3\\.weight$"),
              Map.of(),
              Optional.of("relu")));

  private static KnownLayout usual(String name, String... marks) {
    return new KnownLayout(name, patterns(marks), Map.of(), Optional.empty());
  }

  private static List<Pattern> patterns(String... marks) {
    return List.of(marks).stream().map(Pattern::compile).toList();
  }

  /** Whose names these are, if that is known. */
  static Optional<KnownLayout> of(List<Parameter> parameters) {
    return ALL.stream().filter(layout -> layout.fits(parameters)).findFirst();
  }

  private boolean fits(List<Parameter> parameters) {
    return marks.stream()
        .allMatch(mark -> parameters.stream().anyMatch(p -> mark.matcher(p.name()).find()));
  }
}
