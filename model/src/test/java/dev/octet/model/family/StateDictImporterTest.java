package dev.octet.model.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.Normalization;
import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.family.parameter.StateDict;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.testing.MobileNets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateDictImporterTest {
  private static final int SIZE = 32;

  static Stream<FloatGraph> graphs() {
    return Stream.of(
        MobileNets.v1(SIZE, 0.25, 3, 1),
        MobileNets.v2(SIZE, 0.35, 3, 3),
        MobileNets.v2(SIZE, 1.0, 3, 4),
        MobileNets.v2(SIZE, 0.75, 3, 5),
        MobileNets.v3Large(SIZE, 3, 6),
        MobileNets.v3Small(SIZE, 3, 7));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void rebuildsTheGraphFromItsParameters(FloatGraph graph) {
    FloatModel model = read(MemoryParameter.of(graph), size());

    assertEquals(graph.name(), model.graph().name());
    assertSameNetwork(graph, model.graph());
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void takesFoldedBatchNorms(FloatGraph graph) {
    List<Parameter> folded = new ArrayList<>();
    for (Parameter parameter : MemoryParameter.of(graph)) {
      boolean norm = parameter.name().matches(".*\\.bn\\..*");
      if (!norm) {
        folded.add(parameter);
      }
      String owner = parameter.name().replaceFirst("\\.weight$", "");
      boolean conv = parameter.shape().size() == 4;
      boolean biased = owner.contains("fc") || owner.contains("classifier");
      if (conv && !biased) {
        folded.add(MemoryParameter.of(owner + ".bias", parameter.shape().get(0)));
      }
    }

    FloatGraph rebuilt = read(folded, size()).graph();

    assertEquals(graph.name(), rebuilt.name());
    assertTrue(rebuilt.nodes().stream().noneMatch(n -> n.op() instanceof Op.BatchNorm));
    assertEquals(graph.outputShape(), rebuilt.outputShape());
  }

  @Test
  void takesPrunedChannels() {
    List<Parameter> v2 = MemoryParameter.of(MobileNets.v2(SIZE, 1, 3, 1));
    List<Parameter> pruned = new ArrayList<>();
    for (Parameter p : v2) {
      // The expansion of one block, 144 channels, loses 5.
      boolean inside = p.name().matches("features\\.3\\.(expand|dw)\\..*") && !p.shape().isEmpty();
      if (inside) {
        int[] shape = p.shape().stream().mapToInt(i -> i).toArray();
        shape[0] -= 5;
        pruned.add(MemoryParameter.of(p.name(), shape));
      } else if (p.name().equals("features.3.project.weight")) {
        pruned.add(MemoryParameter.of(p.name(), 24, 139, 1, 1));
      } else {
        pruned.add(p);
      }
    }
    pruned.replaceAll(StateDictImporterTest::withPositiveVariance);

    FloatGraph graph = read(pruned, size()).graph();

    assertEquals(139, graph.shape("features.3.dw.conv").channels());
  }

  private static Parameter withPositiveVariance(Parameter p) {
    if (!p.name().endsWith("running_var")) {
      return p;
    }
    float[] ones = new float[p.shape().get(0)];
    Arrays.fill(ones, 1f);
    return new MemoryParameter(p.name(), p.shape(), ones);
  }

  @Test
  void namesTheFirstParameterThatDiffers() {
    List<Parameter> parameters = MemoryParameter.of(MobileNets.v2(SIZE, 1, 3, 1));
    int at = index(parameters, "features.9.dw.conv.weight");
    parameters.set(at, MemoryParameter.of("features.9.dw.conv.weight", 384, 1, 5, 5));

    OctetException e = assertThrows(OctetException.class, () -> read(parameters, size()));

    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertEquals("m.pth: parameter 'features.9.dw.conv.weight'", e.where());
    assertEquals(
        "not a known network; the nearest is mobilenet_v2, where this parameter has the shape"
            + " [384, 1, 5, 5], expected a depthwise convolution, [384, 1, 3, 3]",
        e.what());
  }

  @Test
  void takesOtherKernelsWhenTheFamilyIsNamed() {
    List<Parameter> parameters = MemoryParameter.of(MobileNets.v2(SIZE, 1, 3, 1));
    int at = index(parameters, "features.9.dw.conv.weight");
    parameters.set(at, MemoryParameter.of("features.9.dw.conv.weight", 384, 1, 5, 5));

    FloatGraph graph = read(parameters, arch("mobilenet_v2")).graph();

    assertEquals(2, conv(graph, "features.9.dw.conv").window().padTop);
  }

  @Test
  void refusesLayersTooFewAndTooMany() {
    List<Parameter> missing = MemoryParameter.of(MobileNets.v3Small(SIZE, 3, 1));
    missing.removeIf(p -> p.name().startsWith("classifier"));
    assertUnsupported(missing, "features.12.conv.weight", "is the last layer");

    List<Parameter> more = MemoryParameter.of(MobileNets.v3Small(SIZE, 3, 1));
    more.add(MemoryParameter.of("extra.weight", 3, 3));
    assertUnsupported(more, "extra.weight", "expected nothing after the classifier");

    List<Parameter> other = MemoryParameter.of(MobileNets.v3Small(SIZE, 3, 1));
    other.add(0, MemoryParameter.of("tokens", 7, 5));
    assertUnsupported(other, "tokens", "has the shape [7, 5]");

    assertUnsupported(List.of(), "(none)", "is the last layer");
  }

  private static void assertUnsupported(List<Parameter> dict, String parameter, String what) {
    OctetException e = assertThrows(OctetException.class, () -> read(dict, size()));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertEquals("m.pth: parameter '" + parameter + "'", e.where());
    assertTrue(e.what().contains(what), e.what());
  }

  @Test
  void namedFamilyIsTheOneThatErrorsAreAbout() {
    List<Parameter> v1 = MemoryParameter.of(MobileNets.v1(SIZE, 0.25, 3, 1));

    OctetException e =
        assertThrows(OctetException.class, () -> read(v1, arch("mobilenet_v3_large")));

    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.what().startsWith("not the network mobilenet_v3_large"), e.what());
    assertEquals(
        Failure.USAGE,
        assertThrows(OctetException.class, () -> read(v1, arch("resnet18"))).failure());
  }

  @Test
  void repeatsOneBlockFiveTimes() {
    List<Parameter> v1 = MemoryParameter.of(MobileNets.v1(SIZE, 0.25, 3, 1));
    v1.removeIf(p -> p.name().matches("blocks\\.(7|8|9|10)\\..*"));

    FloatModel tied = read(v1, size());
    FloatModel shallow = read(v1, arch("mobilenet_v1_shallow"));

    assertEquals(27, count(tied.graph(), Op.Conv.class) - 1);
    assertTrue(choice(tied, "repeated block").reason().contains("--arch mobilenet_v1_shallow"));
    assertTrue(
        conv(tied.graph(), "blocks.6.pw.conv").weights()
            == conv(tied.graph(), "blocks.6.pw.conv@5").weights());
    assertEquals(19, count(shallow.graph(), Op.Conv.class) - 1);
  }

  @Test
  void optionsReplaceDefaultsAndDefaultsAreRecorded() {
    List<Parameter> v1 = MemoryParameter.of(MobileNets.v1(SIZE, 0.25, 3, 1));

    FloatModel usual = read(v1, ImportOptions.none());
    assertEquals("relu6", choice(usual, "activation").value());
    assertEquals("1e-5", choice(usual, "bn-eps").value());
    assertEquals("symmetric", choice(usual, "padding").value());
    assertEquals("224x224", choice(usual, "input size").value());
    assertEquals(224, usual.graph().inputShape().height());
    for (Choice choice : usual.choices()) {
      assertTrue(choice.reason().contains("--"), choice.reason());
    }

    FloatModel asked =
        read(
            v1,
            new ImportOptions(
                Optional.of(96),
                Optional.of(64),
                Optional.of("mobilenet_v1"),
                Optional.of("relu"),
                OptionalDouble.of(0.002),
                Optional.of("same")));
    assertEquals(
        List.of("mobilenet_v1", "2,1,2,1,2,1,2,1,1,1,1,1,2,1", "relu", "same", "0.002"),
        asked.choices().stream().map(Choice::value).toList());
    assertEquals("as --arch says", asked.choices().get(0).reason());
    assertTrue(
        asked.graph().nodes().stream()
            .map(Node::op)
            .filter(Op.Clip.class::isInstance)
            .allMatch(op -> ((Op.Clip) op).high() == Float.POSITIVE_INFINITY));
    assertEquals(
        0.002,
        asked.graph().nodes().stream()
            .map(Node::op)
            .filter(Op.BatchNorm.class::isInstance)
            .mapToDouble(op -> ((Op.BatchNorm) op).epsilon())
            .max()
            .orElseThrow());
    Window stem = conv(asked.graph(), "stem.conv").window();
    assertEquals(0, stem.padTop);
    assertEquals(1, stem.padBottom);
  }

  @Test
  void refusesOptionsThatMeanNothing() {
    List<Parameter> v3 = MemoryParameter.of(MobileNets.v3Small(SIZE, 3, 1));
    ImportOptions none = ImportOptions.none();
    for (ImportOptions options :
        List.of(
            with(none, Optional.of("relu"), OptionalDouble.empty(), Optional.empty()),
            with(none, Optional.empty(), OptionalDouble.of(-1), Optional.empty()),
            with(none, Optional.empty(), OptionalDouble.of(Double.NaN), Optional.empty()),
            with(none, Optional.empty(), OptionalDouble.empty(), Optional.of("valid")),
            ImportOptions.size(0, 32),
            ImportOptions.size(32, 1 << 20))) {
      OctetException e = assertThrows(OctetException.class, () -> read(v3, options));
      assertEquals(Failure.USAGE, e.failure(), e.getMessage());
    }
  }

  private static ImportOptions with(
      ImportOptions o, Optional<String> activation, OptionalDouble epsilon, Optional<String> pad) {
    return new ImportOptions(o.height(), o.width(), o.arch(), activation, epsilon, pad);
  }

  @Test
  void usesTheCustomsOfTheNames() {
    List<Parameter> v3 = MemoryParameter.of(MobileNets.v3Small(SIZE, 3, 1));
    assertEquals("1e-3", choice(read(v3, size()), "bn-eps").value());

    List<Parameter> timm = new ArrayList<>(v3);
    timm.replaceAll(
        p -> ((MemoryParameter) p).renamed(p.name().replace("features.0.conv.", "conv_stem.")));
    assertEquals("1e-5", choice(read(timm, size()), "bn-eps").value());

    StateDict tensorflow = new StateDict(timm, true, Optional.of("tf_mobilenetv3_small_100"));
    FloatModel model = StateDictImporter.read(tensorflow, size(), "m.pth", "test", "", List.of());
    assertEquals("1e-3", choice(model, "bn-eps").value());
    assertEquals("same", choice(model, "padding").value());
    assertEquals(Normalization.MINUS_ONE_ONE, model.normalization());
  }

  @Test
  void varianceMayBeZeroButNotNegative() {
    List<Parameter> v1 = MemoryParameter.of(MobileNets.v1(SIZE, 0.25, 3, 1));
    int at = index(v1, "stem.bn.running_var");
    v1.set(at, new MemoryParameter("stem.bn.running_var", List.of(8), new float[8]));
    assertEquals("mobilenet_v1", read(v1, size()).graph().name());

    v1.set(
        at,
        new MemoryParameter(
            "stem.bn.running_var", List.of(8), new float[] {1, 1, 1, -1, 1, 1, 1, 1}));
    OctetException e = assertThrows(OctetException.class, () -> read(v1, size()));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.where().contains("stem.bn.running_var"));
  }

  private static FloatModel read(List<Parameter> parameters, ImportOptions options) {
    StateDict dict = new StateDict(parameters, true, Optional.empty());
    return StateDictImporter.read(dict, options, "m.pth", "test", "", List.of());
  }

  private static ImportOptions size() {
    return ImportOptions.size(SIZE, SIZE);
  }

  private static ImportOptions arch(String arch) {
    return new ImportOptions(
        Optional.of(SIZE),
        Optional.of(SIZE),
        Optional.of(arch),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }

  /** {@code more} parameters at the end of those of a network under {@code model.}. */
  private static List<Parameter> checkpoint(MemoryParameter... more) {
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : MemoryParameter.of(MobileNets.v3Small(SIZE, 3, 7))) {
      parameters.add(((MemoryParameter) parameter).renamed("model." + parameter.name()));
    }
    parameters.addAll(List.of(more));
    return parameters;
  }

  @Test
  void tensorsOfLossesAndMetricsAreLeftOut() {
    FloatModel plain = read(checkpoint(), size());
    FloatModel model =
        read(
            checkpoint(
                MemoryParameter.of("criterion.weight", 3),
                MemoryParameter.of("loss_fn.centers", 3, 8),
                MemoryParameter.of("arc_loss.fc.weight", 3, 3),
                MemoryParameter.of("val_metrics.MulticlassConfusionMatrix.confmat", 3, 3),
                MemoryParameter.of("train_acc.tp", 1),
                MemoryParameter.of("class_weights", 3),
                MemoryParameter.of("model.features.0.total_ops", 1)),
            size());
    assertSameNetwork(plain.graph(), model.graph());
    Choice choice = choice(model, "left out");
    assertTrue(choice.value().startsWith("criterion.weight, loss_fn.centers"), choice.value());
    assertTrue(choice.value().endsWith("and 1 more"), choice.value());
    assertTrue(plain.choices().stream().noneMatch(c -> c.name().equals("left out")));
  }

  @Test
  void statisticsOfThePreprocessingAreLeftOutWithAHint() {
    FloatModel model =
        read(
            checkpoint(
                MemoryParameter.of("normalize.mean", 1, 3, 1, 1),
                MemoryParameter.of("normalize.std", 1, 3, 1, 1)),
            size());
    Choice choice = choice(model, "left out");
    assertEquals("normalize.mean, normalize.std", choice.value());
    assertTrue(choice.reason().contains("--mean"), choice.reason());
  }

  @Test
  void tensorsThatMayComputeAreNotLeftOut() {
    assertUnsupported(checkpoint(MemoryParameter.of("act.weight", 3)), "act.weight", "shape [3]");
    assertUnsupported(
        checkpoint(MemoryParameter.of("other.weight", 5, 8)), "other.weight", "shape [5, 8]");
  }

  @Test
  void prunedWeightsAreTimesTheirMasks() {
    FloatGraph graph = MobileNets.v2(SIZE, 0.35, 3, 3);
    List<Parameter> pruned = new ArrayList<>();
    List<Parameter> expected = new ArrayList<>();
    for (Parameter parameter : MemoryParameter.of(graph)) {
      MemoryParameter whole = (MemoryParameter) parameter;
      if (whole.shape().size() != 4) {
        pruned.add(whole);
        expected.add(whole);
        continue;
      }
      float[] mask = new float[whole.values().length];
      float[] product = new float[mask.length];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = i % 3 == 0 ? 0 : 1;
        product[i] = mask[i] * whole.values()[i];
      }
      pruned.add(whole.renamed(whole.name() + "_orig"));
      pruned.add(new MemoryParameter(whole.name() + "_mask", whole.shape(), mask));
      expected.add(new MemoryParameter(whole.name(), whole.shape(), product));
    }
    FloatModel model = read(pruned, size());
    assertSameNetwork(read(expected, size()).graph(), model.graph());
    assertEquals("weights times their masks", choice(model, "pruning").value());
  }

  @Test
  void headsOfSeveralLayersAndBatchNorms() {
    FloatGraph graph = MobileNets.v2(SIZE, 0.35, 3, 3);
    List<Parameter> parameters = new ArrayList<>(MemoryParameter.of(graph));
    parameters.removeIf(p -> p.name().startsWith("classifier"));
    int features = parameters.get(parameters.size() - 2).shape().get(0);
    parameters.addAll(
        List.of(
            MemoryParameter.of("classifier.0.weight", features),
            MemoryParameter.of("classifier.0.bias", features),
            MemoryParameter.of("classifier.0.running_mean", features),
            MemoryParameter.of("classifier.0.running_var", features),
            MemoryParameter.of("classifier.1.weight", 16, features),
            MemoryParameter.of("classifier.1.bias", 16),
            MemoryParameter.of("classifier.2.weight", 16),
            MemoryParameter.of("classifier.2.bias", 16),
            MemoryParameter.of("classifier.2.running_mean", 16),
            MemoryParameter.of("classifier.2.running_var", 16),
            MemoryParameter.of("classifier.5.weight", 7, 16),
            MemoryParameter.of("classifier.5.bias", 7)));
    FloatModel model = read(parameters, size());
    List<Node> nodes = model.graph().nodes();
    List<String> last =
        nodes.subList(nodes.size() - 6, nodes.size()).stream().map(n -> n.op().kind()).toList();
    assertEquals(
        List.of("GlobalAveragePool", "BatchNorm", "Conv", "BatchNorm", "Clip", "Conv"), last);
    assertEquals(7, model.graph().outputShape().channels());
    assertTrue(choice(model, "head").value().startsWith("2 fully connected layers"));
  }

  private static Choice choice(FloatModel model, String name) {
    return model.choices().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private static Op.Conv conv(FloatGraph graph, String name) {
    return (Op.Conv)
        graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow().op();
  }

  private static long count(FloatGraph graph, Class<? extends Op> kind) {
    return graph.nodes().stream().filter(n -> kind.isInstance(n.op())).count();
  }

  private static int index(List<Parameter> parameters, String name) {
    return parameters.stream().map(Parameter::name).toList().indexOf(name);
  }

  /** Same operations in the same order on the same tensors; activations may have other names. */
  private static void assertSameNetwork(FloatGraph expected, FloatGraph actual) {
    assertEquals(expected.nodes().size(), actual.nodes().size());
    List<String> expectedTensors = new ArrayList<>(expected.shapes().keySet());
    List<String> actualTensors = new ArrayList<>(actual.shapes().keySet());
    for (int i = 0; i < expected.nodes().size(); i++) {
      Node e = expected.nodes().get(i);
      Node a = actual.nodes().get(i);
      assertEquals(indices(e, expectedTensors), indices(a, actualTensors), e.name());
      assertEquals(expected.shape(e.output()), actual.shape(a.output()), e.name());
      if (e.op() instanceof Op.Conv x && a.op() instanceof Op.Conv y) {
        assertEquals(e.name(), a.name());
        assertEquals(x.groups(), y.groups(), e.name());
        assertArrayEquals(x.weights(), y.weights(), e.name());
        assertArrayEquals(x.bias(), y.bias(), e.name());
      } else if (e.op() instanceof Op.BatchNorm x && a.op() instanceof Op.BatchNorm y) {
        assertEquals(e.name(), a.name());
        assertArrayEquals(x.gamma(), y.gamma());
        assertArrayEquals(x.beta(), y.beta());
        assertArrayEquals(x.mean(), y.mean());
        assertArrayEquals(x.variance(), y.variance());
        assertEquals(x.epsilon(), y.epsilon());
      } else {
        assertEquals(e.op(), a.op(), e.name());
      }
    }
  }

  private static Set<Integer> indices(Node node, List<String> tensors) {
    Set<Integer> indices = new HashSet<>();
    node.inputs().forEach(input -> indices.add(tensors.indexOf(input)));
    return indices;
  }
}
