package dev.octet.model.family;

import static dev.octet.model.family.ActivationKind.HARD_SWISH;
import static dev.octet.model.family.ActivationKind.RELU;
import static dev.octet.model.family.ActivationKind.RELU6;

import dev.octet.model.Choice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The known families, in the order they are tried. Sources: MobileNetV1 arXiv 1704.04861 table 1,
 * V2 arXiv 1801.04381 table 2, V3 arXiv 1905.02244 tables 1 and 2; EfficientNet-Lite and the deeper
 * V2s as timm has them (lite1 and lite2 differ in width alone).
 */
final class Families {
  private static final int STEM_STRIDE = 2;
  private static final int[] V1_STRIDES = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};

  private static final int[] V2_STRIDES = {1, 2, 2, 2, 1, 2, 1};
  private static final int[] V2_KERNELS = {3, 3, 3, 3, 3, 3, 3};
  private static final int[] LITE_KERNELS = {3, 3, 5, 3, 5, 5, 3};

  static final List<Family> ALL =
      List.of(
          v1(false),
          v1(true),
          v1Tied(),
          v1Shallow(),
          inverted("mobilenet_v2", V2_KERNELS, 1, 2, 3, 4, 3, 3, 1),
          v3Large(false),
          v3Small(false),
          v3Large(true),
          v3Small(true),
          inverted("mobilenet_v2_110d", V2_KERNELS, 1, 3, 4, 5, 4, 4, 1),
          inverted("mobilenet_v2_120d", V2_KERNELS, 1, 3, 5, 6, 5, 5, 1),
          inverted("efficientnet_lite0", LITE_KERNELS, 1, 2, 2, 3, 3, 4, 1),
          inverted("efficientnet_lite1", LITE_KERNELS, 1, 3, 3, 4, 4, 5, 1),
          inverted("efficientnet_lite3", LITE_KERNELS, 1, 3, 3, 5, 5, 6, 1),
          inverted("efficientnet_lite4", LITE_KERNELS, 1, 4, 4, 6, 6, 8, 1));

  private Families() {}

  /** With or without a 1x1 convolution before the pooling, as timm's 100h has it. */
  private static Family v1(boolean headConv) {
    List<Block> blocks = new ArrayList<>();
    for (int stride : V1_STRIDES) {
      blocks.add(new Block(3, stride, 1, false, false, RELU6, 1));
    }
    return v1("mobilenet_v1", blocks, headConv, false, Optional.empty());
  }

  /** The five equal blocks in the middle are one block, called five times. */
  private static Family v1Tied() {
    Choice choice =
        new Choice(
            "repeated block",
            "the 7th block is used 5 times",
            "MobileNetV1 has 13 blocks and the file has 9; --arch mobilenet_v1_shallow uses each"
                + " once");
    return v1("mobilenet_v1", shortBlocks(5), false, false, Optional.of(choice));
  }

  private static Family v1Shallow() {
    return v1("mobilenet_v1_shallow", shortBlocks(1), false, true, Optional.empty());
  }

  private static List<Block> shortBlocks(int times) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < V1_STRIDES.length; i++) {
      if (i < 7 || i > 10) {
        blocks.add(new Block(3, V1_STRIDES[i], 1, false, false, RELU6, i == 6 ? times : 1));
      }
    }
    return blocks;
  }

  private static Family v1(
      String name,
      List<Block> blocks,
      boolean headConv,
      boolean onlyIfAsked,
      Optional<Choice> assumption) {
    return new Family(
        name,
        true,
        RELU6,
        STEM_STRIDE,
        List.copyOf(blocks),
        GateOrder.NAMED,
        headConv,
        false,
        RELU6,
        true,
        onlyIfAsked,
        assumption);
  }

  /** Inverted residuals with ReLU6: the number of blocks per stage, of the same kernel. */
  private static Family inverted(String name, int[] kernels, int... repeats) {
    List<Block> blocks = new ArrayList<>();
    for (int stage = 0; stage < repeats.length; stage++) {
      for (int i = 0; i < repeats[stage]; i++) {
        int stride = i == 0 ? V2_STRIDES[stage] : 1;
        blocks.add(new Block(kernels[stage], stride, 1, i > 0, false, RELU6, 1));
      }
    }
    return new Family(
        name,
        false,
        RELU6,
        STEM_STRIDE,
        List.copyOf(blocks),
        GateOrder.NAMED,
        true,
        false,
        RELU6,
        true,
        false,
        Optional.empty());
  }

  private static Family v3Large(boolean minimal) {
    return v3(
        "mobilenet_v3_large",
        minimal,
        "3.1r. 3.2r. 3.1rR 5.2rg 5.1rRg 5.1rRg 3.2h. 3.1hR 3.1hR 3.1hR 3.1hg 3.1hRg 5.2hg 5.1hRg"
            + " 5.1hRg");
  }

  private static Family v3Small(boolean minimal) {
    return v3(
        "mobilenet_v3_small",
        minimal,
        "3.2rg 3.2r. 3.1rR 5.2hg 5.1hRg 5.1hRg 5.1hg 5.1hRg 5.2hg 5.1hRg 5.1hRg");
  }

  /**
   * Reads blocks written as kernel.stride, r(elu) or h(ard-swish), R(epeat), g(ate). The
   * minimalistic form has 3x3 kernels, ReLU and no gates throughout.
   */
  private static Family v3(String name, boolean minimal, String blocks) {
    List<Block> list = new ArrayList<>();
    for (String b : blocks.split(" ")) {
      ActivationKind activation = !minimal && b.indexOf('h') >= 0 ? HARD_SWISH : RELU;
      list.add(
          new Block(
              minimal ? 3 : b.charAt(0) - '0',
              b.charAt(2) - '0',
              1,
              b.indexOf('R') >= 0,
              !minimal && b.indexOf('g') >= 0,
              activation,
              1));
    }
    ActivationKind outer = minimal ? RELU : HARD_SWISH;
    return new Family(
        minimal ? name + "_minimalistic" : name,
        false,
        outer,
        STEM_STRIDE,
        List.copyOf(list),
        GateOrder.NAMED,
        true,
        true,
        outer,
        false,
        false,
        Optional.empty());
  }
}
