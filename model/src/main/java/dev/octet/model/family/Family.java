package dev.octet.model.family;

import dev.octet.model.Choice;
import java.util.List;
import java.util.Optional;

/**
 * The structure of a network, without any channel count.
 *
 * @param name as {@code --arch} takes it
 * @param separable MobileNetV1: no residuals, an activation after every 1x1 convolution
 * @param stem activation after the first convolution
 * @param stemStride stride of the first convolution
 * @param blocks in order
 * @param gates where squeeze-excites stand
 * @param headConv whether a 1x1 convolution with an activation comes before the pooling
 * @param hiddenLinear whether a hidden fully connected layer may come after the pooling
 * @param head activation of both
 * @param activationOpen whether the activation may be ReLU as well as ReLU6
 * @param onlyIfAsked whether the family is tried only when {@code --arch} names it
 * @param assumption what taking this family decides although the shapes leave it open
 */
record Family(
    String name,
    boolean separable,
    ActivationKind stem,
    int stemStride,
    List<Block> blocks,
    GateOrder gates,
    boolean headConv,
    boolean hiddenLinear,
    ActivationKind head,
    boolean activationOpen,
    boolean onlyIfAsked,
    Optional<Choice> assumption) {
  /** The same structure with other strides. */
  Family with(StridePlan strides) {
    return new Family(
        name,
        separable,
        stem,
        strides.stem(),
        strides.applied(blocks),
        gates,
        headConv,
        hiddenLinear,
        head,
        activationOpen,
        onlyIfAsked,
        assumption);
  }

  /** The same structure with squeeze-excites at another place. */
  Family with(GateOrder order) {
    return new Family(
        name,
        separable,
        stem,
        stemStride,
        blocks,
        order,
        headConv,
        hiddenLinear,
        head,
        activationOpen,
        onlyIfAsked,
        assumption);
  }

  /** Whether some block has a squeeze-excite. */
  boolean hasGates() {
    return blocks.stream().anyMatch(Block::gate);
  }
}
