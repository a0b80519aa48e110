package dev.octet.model.keras.weight;

import dev.octet.model.ModelLimits;
import dev.octet.model.keras.config.KerasErrors;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights of a {@code .h5} file: one group per layer of the outermost network, whose attribute
 * {@code weight_names} lists its arrays. Those of a nested network's layers are all in the group of
 * the network and begin with the name of their layer.
 */
public final class H5Weights implements WeightStore {
  private static final String NAMES = "weight_names";

  /** Scopes that may stand before a layer's name. */
  private static final int SCOPES = 4;

  /** What one group lists: names of arrays by the name of their layer, with and without scopes. */
  private record Listing(Map<String, List<String>> exact, Map<String, List<String>> scoped) {}

  private final Hdf5 file;
  private final Group weights;
  private final Map<String, Listing> listings = new HashMap<>();

  /** Takes the weights of an {@code .h5} file from the group that holds them. */
  public H5Weights(Hdf5 file, Group weights) {
    this.file = file;
    this.weights = weights;
  }

  @Override
  public List<Stored> of(List<Step> path) {
    String outer = path.get(0).name();
    Group group = file.group(weights, outer.split("/", -1)).orElse(null);
    if (group == null) {
      return List.of();
    }
    Listing listing = listings.computeIfAbsent(outer, key -> listing(group));
    List<String> names;
    if (path.size() == 1) {
      names = listing.exact.values().stream().flatMap(List::stream).toList();
    } else {
      String layer = path.get(path.size() - 1).name();
      names = listing.exact.getOrDefault(layer, listing.scoped.getOrDefault(layer, List.of()));
    }
    return names.stream().map(name -> array(group, name)).toList();
  }

  private Listing listing(Group group) {
    Listing listing = new Listing(new LinkedHashMap<>(), new HashMap<>());
    for (String name : names(group)) {
      String layer = name.substring(0, Math.max(name.lastIndexOf('/'), 0));
      listing.exact.computeIfAbsent(layer, key -> new ArrayList<>()).add(name);
      String scoped = layer;
      for (int i = 0; i < SCOPES && scoped.indexOf('/') >= 0; i++) {
        scoped = scoped.substring(scoped.indexOf('/') + 1);
        listing.scoped.computeIfAbsent(scoped, key -> new ArrayList<>()).add(name);
      }
    }
    return listing;
  }

  /** The list; Keras splits one that is too long for an attribute into numbered ones. */
  private List<String> names(Group group) {
    Optional<List<String>> whole = file.strings(group, NAMES);
    if (whole.isPresent()) {
      return whole.get();
    }
    List<String> names = new ArrayList<>();
    Optional<List<String>> part = file.strings(group, NAMES + 0);
    for (int i = 1; part.isPresent(); i++) {
      names.addAll(part.get());
      if (names.size() > ModelLimits.HDF5_STRINGS) {
        throw KerasErrors.damaged("more than " + ModelLimits.HDF5_STRINGS + " arrays", file.file());
      }
      part = file.strings(group, NAMES + i);
    }
    return names;
  }

  private Stored array(Group layer, String name) {
    String where = file.file() + ": array '" + name + "'";
    String[] steps = name.split("/", -1);
    if (steps.length > ModelLimits.HDF5_DEPTH) {
      throw KerasErrors.damaged("too many groups inside one another", where);
    }
    Optional<Group> group = file.group(layer, Arrays.copyOf(steps, steps.length - 1));
    if (group.isPresent()
        && file.child(group.get(), steps[steps.length - 1]).orElse(null) instanceof Dataset d) {
      return file.array(d, where);
    }
    throw KerasErrors.damaged("it is listed but missing", where);
  }
}
