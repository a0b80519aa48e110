package dev.octet.model.onnx.tensor;

import dev.octet.model.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which axis of the float graph each of four ONNX axes is, also where its extent is 1 and a {@link
 * View} cannot tell: what is left open is given out as batch, channels, height, width or, where the
 * channels are known to be last, batch, height, width, channels.
 */
public final class MapOrder {
  private MapOrder() {}

  /** Per ONNX axis the axis of the float graph, null for the batch and for merged axes. */
  public static List<Axis> of(Activation activation) {
    List<List<Axis>> axes = activation.view().axes();
    int rank = axes.size();
    List<Axis> result = new ArrayList<>(Arrays.asList(new Axis[rank]));
    if (rank != 4) {
      return result;
    }
    boolean last = axes.get(3).equals(List.of(Axis.CHANNEL)) || axes.get(1).contains(Axis.HEIGHT);
    Axis[] usual =
        last
            ? new Axis[] {null, Axis.HEIGHT, Axis.WIDTH, Axis.CHANNEL}
            : new Axis[] {null, Axis.CHANNEL, Axis.HEIGHT, Axis.WIDTH};
    for (int i = 0; i < rank; i++) {
      List<Axis> known = axes.get(i);
      result.set(i, known.size() == 1 ? known.get(0) : known.isEmpty() ? usual[i] : null);
    }
    return result;
  }

  /** The view of a shape whose ONNX axes are in an order. */
  public static View view(List<Axis> order, Shape shape) {
    List<List<Axis>> axes = new ArrayList<>();
    for (Axis axis : order) {
      axes.add(axis != null && axis.extent(shape) > 1 ? List.of(axis) : List.of());
    }
    return new View(axes);
  }
}
