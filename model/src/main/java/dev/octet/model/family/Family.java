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
 * @param blocks in order
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
    List<Block> blocks,
    boolean headConv,
    boolean hiddenLinear,
    ActivationKind head,
    boolean activationOpen,
    boolean onlyIfAsked,
    Optional<Choice> assumption) {}
