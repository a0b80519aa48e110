package dev.octet.model.family;

import dev.octet.model.family.parameter.Layer;
import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.family.parameter.ParameterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays one state dict's layers out as one family, in order, by their shapes. */
final class FamilyMatcher {
  /** More input channels than any camera has are a sign of another network. */
  private static final int MAX_IMAGE_CHANNELS = 4;

  private static final Stride ONE = new Stride(1, 1);

  private final List<Layer> layers;
  private final Family family;
  private final boolean anyKernel;
  private final List<FamilyStep> steps = new ArrayList<>();
  private int at;
  private int channels;

  private FamilyMatcher(List<Layer> layers, Family family, boolean anyKernel) {
    this.layers = layers;
    this.family = family;
    this.anyKernel = anyKernel;
  }

  /**
   * Finds a family's steps in a state dict.
   *
   * @param anyKernel whether depthwise kernels of other odd sizes than the family's are taken
   * @throws Mismatch naming the first parameter that differs
   */
  static List<FamilyStep> match(List<Layer> layers, Family family, boolean anyKernel)
      throws Mismatch {
    return new FamilyMatcher(layers, family, anyKernel).run();
  }

  private List<FamilyStep> run() throws Mismatch {
    stem();
    for (Block block : family.blocks()) {
      int start = at;
      int before = channels;
      for (int use = 0; use < block.times(); use++) {
        at = start;
        block(block, before, use);
      }
    }
    if (family.headConv()) {
      pointwise("the 1x1 convolution before the pooling", 0, 0);
      steps.add(new FamilyStep.Activate(family.head()));
    }
    steps.add(new FamilyStep.Pool());
    linears();
    return steps;
  }

  private void stem() throws Mismatch {
    String expected = "a 3x3 convolution of 1 to " + MAX_IMAGE_CHANNELS + " channels, [n, 3, 3, 3]";
    Layer layer = next(expected);
    if (layer.isLinear()
        || layer.inputs() > MAX_IMAGE_CHANNELS
        || layer.kernelHeight() != 3
        || layer.kernelWidth() != 3) {
      throw differs(layer, expected);
    }
    weighted(layer, false, new Stride(family.stemStride(), 1), 0, expected);
    steps.add(new FamilyStep.Activate(family.stem()));
  }

  private void block(Block block, int before, int use) throws Mismatch {
    int first = steps.size();
    boolean expanded = !family.separable() && peekPointwise();
    if (expanded) {
      pointwise("the expansion of a block", 0, use);
      steps.add(new FamilyStep.Activate(block.activation()));
    }
    depthwise(block, use);
    boolean gateFirst =
        block.gate() && gateFirstByName(layers.get(at - 1)).orElse(family.gates().before(expanded));
    if (block.gate() && gateFirst) {
      gate(use);
    }
    steps.add(new FamilyStep.Activate(block.activation()));
    if (block.gate() && !gateFirst) {
      gate(use);
    }
    boolean same = block.repeat() || block.times() > 1;
    pointwise("the 1x1 convolution that ends a block", same ? before : 0, use);
    if (family.separable()) {
      steps.add(new FamilyStep.Activate(block.activation()));
    } else if (block.stride() == 1 && (channels == before || isShortcut(before))) {
      steps.add(first, new FamilyStep.Fork());
      if (isShortcut(before)) {
        steps.add(new FamilyStep.Shortcut(layers.get(at)));
        at++;
      }
      steps.add(new FamilyStep.Join());
    }
  }

  /**
   * What the numbers of modules say: where the norm, the activation and the gate are entries of one
   * list, the gate's number is the norm's and 1 if it comes first, and 2 otherwise.
   */
  private Optional<Boolean> gateFirstByName(Layer depthwise) {
    if (family.gates() != GateOrder.NAMED || depthwise.norm() == null || at >= layers.size()) {
      return Optional.empty();
    }
    String norm = depthwise.norm().name();
    String list = norm.substring(0, norm.lastIndexOf('.') + 1);
    String gate = layers.get(at).name();
    if (list.isEmpty() || !gate.startsWith(list)) {
      return Optional.empty();
    }
    try {
      String entry = gate.substring(list.length()).split("\\.", 2)[0];
      int distance = Integer.parseInt(entry) - Integer.parseInt(norm.substring(list.length()));
      return distance == 1
          ? Optional.of(true)
          : distance == 2 ? Optional.of(false) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether a 1x1 convolution beside the block comes next, as kuangliu's V2 has it. */
  private boolean isShortcut(int before) {
    if (!peekPointwise()) {
      return false;
    }
    Layer layer = layers.get(at);
    return layer.name().contains("shortcut")
        && layer.norm() != null
        && layer.inputs() == before
        && layer.outputs() == channels;
  }

  private boolean peekPointwise() {
    return at < layers.size() && layers.get(at).isPointwise() && !layers.get(at).isLinear();
  }

  private void depthwise(Block block, int use) throws Mismatch {
    int k = block.kernel();
    String expected = "a depthwise convolution, [" + channels + ", 1, " + k + ", " + k + "]";
    Layer layer = next(expected);
    int height = layer.kernelHeight();
    boolean kernelFits = anyKernel ? height % 2 == 1 && height > 1 : height == k;
    if (layer.isLinear()
        || layer.inputs() != 1
        || layer.outputs() != channels
        || !kernelFits
        || layer.kernelWidth() != height) {
      throw differs(layer, expected);
    }
    weighted(layer, true, new Stride(block.stride(), block.dilation()), use, expected);
  }

  private void pointwise(String role, int outputs, int use) throws Mismatch {
    String expected = role + ", [" + (outputs == 0 ? "n" : outputs) + ", " + channels + ", 1, 1]";
    Layer layer = next(expected);
    if (!layer.isPointwise()
        || layer.isLinear()
        || layer.inputs() != channels
        || (outputs != 0 && layer.outputs() != outputs)) {
      throw differs(layer, expected);
    }
    weighted(layer, false, ONE, use, expected);
  }

  private void gate(int use) throws Mismatch {
    String squeeze = "a squeeze of " + channels + " channels, [n, " + channels + ", 1, 1]";
    Layer reduce = next(squeeze);
    if (!reduce.isPointwise() || reduce.inputs() != channels || reduce.norm() != null) {
      throw differs(reduce, squeeze);
    }
    String excite = "an excitation, [" + channels + ", " + reduce.outputs() + ", 1, 1]";
    at++;
    Layer expand = next(excite);
    if (!expand.isPointwise()
        || expand.inputs() != reduce.outputs()
        || expand.outputs() != channels
        || expand.norm() != null) {
      throw differs(expand, excite);
    }
    at++;
    steps.add(new FamilyStep.Gate(reduce, expand, use));
  }

  private void linears() throws Mismatch {
    if (family.hiddenLinear() && layers.size() - at >= 2) {
      Layer hidden = layers.get(at);
      linear("the hidden layer after the pooling");
      if (!hidden.hasOffset()) {
        throw new Mismatch(at - 1, hidden.group().first().name(), "has no bias, expected one");
      }
      steps.add(new FamilyStep.Activate(family.head()));
    }
    while (at < layers.size() - 1 && isHead()) {
      Layer layer = layers.get(at);
      if (layer.known()) {
        linear("a hidden layer after the pooling");
        steps.add(new FamilyStep.Activate(ActivationKind.RELU));
      } else {
        steps.add(new FamilyStep.Normalize(layer.group()));
        at++;
      }
    }
    linear("the classifier");
    if (at < layers.size()) {
      ParameterGroup extra = layers.get(at).group();
      throw new Mismatch(
          at,
          extra.first().name(),
          "has the shape "
              + extra.first().shape()
              + ", expected nothing"
              + " after the classifier '"
              + layers.get(at - 1).name()
              + "'");
    }
  }

  /**
   * Whether all that is left are fully connected layers that read one another, perhaps with batch
   * normalizations between them.
   */
  private boolean isHead() {
    int features = channels;
    for (Layer layer : layers.subList(at, layers.size())) {
      if (layer.known() && layer.isLinear() && layer.hasOffset() && layer.inputs() == features) {
        features = layer.outputs();
      } else if (layer.known()
          || !layer.group().isNorm()
          || layer.group().mean().shape().get(0) != features) {
        return false;
      }
    }
    return layers.get(layers.size() - 1).known();
  }

  private void linear(String role) throws Mismatch {
    String expected = role + ", [n, " + channels + "] or [n, " + channels + ", 1, 1]";
    Layer layer = next(expected);
    if (!layer.isPointwise() || layer.inputs() != channels) {
      throw differs(layer, expected);
    }
    steps.add(new FamilyStep.Weighted(layer, false, ONE, 0));
    channels = layer.outputs();
    at++;
  }

  private void weighted(Layer layer, boolean depthwise, Stride stride, int use, String expected)
      throws Mismatch {
    if (!layer.hasOffset()) {
      throw new Mismatch(
          at,
          layer.group().weight().name(),
          "has neither a bias nor a batch normalization after it, expected "
              + expected
              + " with either");
    }
    steps.add(new FamilyStep.Weighted(layer, depthwise, stride, use));
    channels = layer.outputs();
    at++;
  }

  private Layer next(String expected) throws Mismatch {
    if (at >= layers.size()) {
      String last = at == 0 ? "(none)" : layers.get(at - 1).group().first().name();
      throw new Mismatch(at, last, "is the last layer, expected " + expected + " after it");
    }
    Layer layer = layers.get(at);
    if (!layer.known()) {
      throw differs(layer, expected);
    }
    return layer;
  }

  private Mismatch differs(Layer layer, String expected) {
    Parameter parameter = layer.group().first();
    return new Mismatch(
        at, parameter.name(), "has the shape " + parameter.shape() + ", expected " + expected);
  }
}
