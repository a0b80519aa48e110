package dev.octet.model.keras.layer;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.UnaryFunction;
import dev.octet.model.keras.config.LayerConfig;
import dev.octet.model.keras.weight.WeightStore.Stored;
import java.util.Arrays;
import java.util.Map;

/** Smooth activations, and PReLU. */
final class Curves {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final double SELU_GAMMA = 1.0507010;

  /** Keras' names of functions without settings. */
  private static final Map<String, UnaryFunction> PLAIN =
      Map.ofEntries(
          Map.entry("swish", UnaryFunction.SILU),
          Map.entry("silu", UnaryFunction.SILU),
          Map.entry("gelu", UnaryFunction.GELU),
          Map.entry("elu", UnaryFunction.ELU),
          Map.entry("mish", UnaryFunction.MISH),
          Map.entry("softplus", UnaryFunction.SOFTPLUS),
          Map.entry("softsign", UnaryFunction.SOFTSIGN),
          Map.entry("tanh", UnaryFunction.TANH),
          Map.entry("exponential", UnaryFunction.EXP));

  private Curves() {}

  /** Whether {@link #named} knows a function. */
  static boolean knows(String name) {
    return name.equals("selu") || PLAIN.containsKey(name);
  }

  /** Applies a function by its name in Keras. */
  static KerasValue named(LayerCall call, String name) {
    return name.equals("selu") ? selu(call) : call.elementwise(new Op.Unary(PLAIN.get(name)));
  }

  private static KerasValue selu(LayerCall call) {
    KerasValue elu = call.elementwise(new Op.Unary(UnaryFunction.ELU, SELU_ALPHA));
    return call.emitter().affine(call.layer(), elu, SELU_GAMMA, 0.0);
  }

  /** The layer, whose alpha is a setting. */
  static KerasValue elu(LayerCall call) {
    float alpha = call.layer().channels("alpha", 1, 1)[0];
    return call.elementwise(new Op.Unary(UnaryFunction.ELU, alpha));
  }

  /** The operation {@code keras.ops.gelu}, which takes tanh unless told otherwise. */
  static KerasValue gelu(LayerCall call) {
    boolean tanh = call.layer().flag("approximate", true);
    return call.elementwise(new Op.Unary(tanh ? UnaryFunction.GELU_TANH : UnaryFunction.GELU));
  }

  /** One slope per channel, or one for all. */
  static KerasValue prelu(LayerCall call) {
    LayerConfig layer = call.layer();
    KerasValue input = call.input();
    Stored stored = call.weights(1).get(0);
    int last = stored.shape().isEmpty() ? 1 : stored.shape().get(stored.shape().size() - 1);
    long all = stored.shape().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    layer.require(
        input.channelsLast() && all == last && (last == 1 || last == input.last()),
        "slopes of the shape " + stored.shape() + " for " + input.axes(),
        "train with PReLU(shared_axes=[1, 2]), one slope per channel");
    float[] slopes = stored.read();
    if (slopes.length != input.last()) {
      call.emitter().charge(layer, input.last());
      float slope = slopes[0];
      slopes = new float[input.last()];
      Arrays.fill(slopes, slope);
    }
    return call.elementwise(new Op.PRelu(slopes));
  }
}
