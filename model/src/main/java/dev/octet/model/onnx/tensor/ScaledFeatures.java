package dev.octet.model.onnx.tensor;

/**
 * The features of a flattened map, each with a scale and an offset of its own that nothing has
 * computed yet: the float graph scales channels only, so the fully connected layer that reads them
 * takes both into its weights.
 *
 * @param features the flattened map; its last axis runs over the whole map
 * @param scale one factor per feature, in the order of that axis; null where nothing is to be
 *     scaled
 * @param offset one summand per feature; null together with {@code scale}
 */
public record ScaledFeatures(Activation features, float[] scale, float[] offset)
    implements OnnxValue {
  /** Whether an activation's last axis runs over a map of several pixels. */
  public static boolean isFlattened(Activation activation) {
    View view = activation.view();
    return activation.shape().pixels() > 1
        && view.rank() > 0
        && view.axes().get(view.rank() - 1).equals(view.order());
  }

  /** Whether nothing is to be scaled. */
  public boolean isPlain() {
    return scale == null;
  }

  /** These scales and offsets, and then others. */
  public ScaledFeatures then(float[] nextScale, float[] nextOffset) {
    if (scale == null) {
      return new ScaledFeatures(features, nextScale, nextOffset);
    }
    float[] scales = new float[scale.length];
    float[] offsets = new float[scale.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) ((double) scale[i] * nextScale[i]);
      offsets[i] = (float) ((double) offset[i] * nextScale[i] + nextOffset[i]);
    }
    return new ScaledFeatures(features, scales, offsets);
  }
}
