package dev.octet.model.family;

import java.util.Locale;
import java.util.Optional;

/** Where the squeeze-excite of a block stands, which parameters do not tell. */
enum GateOrder {
  /** As the numbers of the modules say, or else after the activation. */
  NAMED,
  /** After the activation of the depthwise convolution, as torchvision, timm and the paper do. */
  AFTER,
  /** Between that convolution's batch norm and its activation. */
  BEFORE,
  /** Before the activation in blocks that begin with an expansion, after it in the others. */
  MIXED;

  static Optional<GateOrder> parse(String text) {
    for (GateOrder order : values()) {
      if (order != NAMED && order.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  /** Whether the gate of a block comes before its activation. */
  boolean before(boolean expanded) {
    return this == BEFORE || (this == MIXED && expanded);
  }

  /** As {@code --se} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
