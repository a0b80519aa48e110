package dev.octet.model.keras.weight;

import java.util.List;

/** The weights of a file. */
public interface WeightStore {
  /** One array of a layer; its values stay in the file until they are read. */
  interface Stored {
    /** Extents, outermost first. */
    List<Integer> shape();

    /**
     * Its values in row-major order.
     *
     * @throws dev.octet.runtime.OctetException INPUT for damaged values or ones that are not finite
     */
    float[] read();
  }

  /**
   * The arrays of a layer in Keras' order: kernel, bias; or gamma, beta, mean, variance.
   *
   * @param path the layer after the networks that it is nested in, outermost first
   */
  List<Stored> of(List<Step> path);

  /**
   * One step on the way to a layer.
   *
   * @param name its name
   * @param place its name in a {@code .keras} file: class and number, such as {@code conv2d_3}
   */
  record Step(String name, String place) {}
}
