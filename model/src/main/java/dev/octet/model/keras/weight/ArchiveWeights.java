package dev.octet.model.keras.weight;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of a {@code .keras} file: {@code layers/PLACE/vars/NUMBER}, with {@code layers/PLACE}
 * once per network that the layer is nested in.
 */
public final class ArchiveWeights implements WeightStore {
  /** Groups of layers; the second one is of TensorFlow 2.12. */
  private static final List<String> LAYERS = List.of("layers", "_layer_checkpoint_dependencies");

  private final Hdf5 file;

  /** Takes the weights of a {@code .keras} archive. */
  public ArchiveWeights(Hdf5 file) {
    this.file = file;
  }

  @Override
  public List<Stored> of(List<Step> path) {
    Group group = file.root();
    for (Step step : path) {
      Group layers = null;
      for (int i = 0; i < LAYERS.size() && layers == null; i++) {
        layers = file.group(group, LAYERS.get(i)).orElse(null);
      }
      group = layers == null ? null : file.group(layers, step.place()).orElse(null);
      if (group == null) {
        return List.of();
      }
    }
    Group vars = file.group(group, "vars").orElse(null);
    List<Stored> arrays = new ArrayList<>();
    while (vars != null
        && file.child(vars, Integer.toString(arrays.size())).orElse(null) instanceof Dataset d) {
      arrays.add(file.array(d, file.file() + ": array '" + d.getPath() + "'"));
    }
    return arrays;
  }
}
