package dev.octet.model.keras.weight;

import dev.octet.model.ModelLimits;
import dev.octet.model.keras.config.KerasErrors;
import dev.octet.runtime.OctetException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An HDF5 file in memory. Links are never followed, only plain arrays of floats and attributes of
 * strings are read, and what a file declares is compared with its length first. Whatever the
 * library throws becomes one typed failure.
 */
public final class Hdf5 {
  private final String file;
  private final int length;
  private final HdfFile root;

  /** Bytes of arrays that may still be read: together they cannot have more than the file. */
  private long budget;

  private final Set<Group> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private long members;
  private final Map<Long, Array> arrays = new HashMap<>();

  private Hdf5(String file, int length, HdfFile root) {
    this.file = file;
    this.length = length;
    this.root = root;
    this.budget = length;
  }

  /**
   * Opens a file.
   *
   * @param file named in errors
   */
  public static Hdf5 open(byte[] bytes, String file) {
    checkEnd(bytes, file);
    Hdf5Trees.check(bytes, file);
    HdfFile root =
        guarded(file, () -> HdfFile.fromByteBuffer(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
    return new Hdf5(file, bytes.length, root);
  }

  /** Compares the end that the superblock (versions 0 to 3) names with the file's. */
  private static void checkEnd(byte[] bytes, String file) {
    int version = bytes.length > 9 ? bytes[8] : -1;
    boolean older = version == 0 || version == 1;
    int at = older ? 40 + 4 * version : 28;
    if (version < 0 || version > 3 || bytes.length < at + 8 || bytes[older ? 13 : 9] != 8) {
      throw KerasErrors.damaged("damaged HDF5 (no superblock of a known version)", file);
    }
    long end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
    if (end < 0 || end > bytes.length) {
      throw KerasErrors.damaged("cut off at byte " + bytes.length + " of " + end, file);
    }
  }

  /** The root group. */
  public Group root() {
    return root;
  }

  /** The file, for messages. */
  String file() {
    return file;
  }

  /** Runs a call of the library; it reports damage by many kinds of exceptions. */
  private static <T> T guarded(String where, Supplier<T> call) {
    try {
      return call.get();
    } catch (OctetException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw KerasErrors.damaged("damaged HDF5 (" + firstLine(e) + ")", where, e);
    }
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }

  /** A member of a group. */
  Optional<Node> child(Group group, String name) {
    return guarded(file + ": group '" + name + "'", () -> Optional.ofNullable(plain(group, name)));
  }

  private Node plain(Group group, String name) {
    Map<String, Node> children = group.getChildren();
    if (visited.add(group)) {
      members += children.size();
      if (members > length / ModelLimits.HDF5_MEMBER) {
        throw KerasErrors.damaged("groups that share their members", file);
      }
    }
    Node node = children.get(name);
    if (node != null && node.isLink()) {
      throw KerasErrors.damaged("a link to another place", file + ": '" + name + "'");
    }
    return node;
  }

  /** The group at a path of names; empty if one of them is missing or is no group. */
  public Optional<Group> group(Group from, String... path) {
    Group group = from;
    for (String name : path) {
      if (!(child(group, name).orElse(null) instanceof Group next)) {
        return Optional.empty();
      }
      group = next;
    }
    return Optional.of(group);
  }

  /** The strings of an attribute; empty if it is missing. */
  Optional<List<String>> strings(Node node, String name) {
    return guarded(file + ": attribute '" + name + "'", () -> strings(attribute(node, name), name));
  }

  /** The one string of an attribute. */
  public Optional<String> string(Node node, String name) {
    return strings(node, name).filter(list -> list.size() == 1).map(list -> list.get(0));
  }

  private static Attribute attribute(Node node, String name) {
    Map<String, Attribute> attributes = node.getAttributes();
    return attributes.get(name);
  }

  private Optional<List<String>> strings(Attribute attribute, String name) {
    if (attribute == null) {
      return Optional.empty();
    }
    long count = 1;
    for (long extent : attribute.isEmpty() ? new long[] {0} : attribute.getDimensionsAsLong()) {
      count = Math.multiplyExact(count, extent);
    }
    if (count < 0 || count > ModelLimits.HDF5_STRINGS || count > length) {
      throw KerasErrors.damaged(count + " strings", file + ": attribute '" + name + "'");
    }
    if (count == 0) {
      return Optional.of(List.of());
    }
    if (attribute.getJavaType() != String.class) {
      return Optional.empty();
    }
    Object data = attribute.getData();
    List<String> strings = new ArrayList<>();
    if (data instanceof String one) {
      strings.add(one);
    } else if (data instanceof String[] many) {
      strings.addAll(List.of(many));
    }
    return Optional.of(strings);
  }

  /** An array of floats; its values are read when they are asked for. */
  WeightStore.Stored array(Dataset dataset, String where) {
    // A layer that is called several times reads its weights once.
    return guarded(
        where,
        () -> arrays.computeIfAbsent(dataset.getAddress(), key -> new Array(dataset, where)));
  }

  private final class Array implements WeightStore.Stored {
    private final Dataset dataset;
    private final String where;
    private final List<Integer> shape = new ArrayList<>();
    private float[] values;

    Array(Dataset dataset, String where) {
      this.dataset = dataset;
      this.where = where;
      long count = 1;
      for (long extent : dataset.isScalar() ? new long[0] : dataset.getDimensionsAsLong()) {
        if (extent < 0 || extent > length || shape.size() == ModelLimits.RANK) {
          throw KerasErrors.damaged("an array with an extent of " + extent, where);
        }
        shape.add((int) extent);
        count *= Math.max(extent, 1);
        if (count > length) {
          throw KerasErrors.damaged("an array larger than the file", where);
        }
      }
    }

    @Override
    public List<Integer> shape() {
      return List.copyOf(shape);
    }

    @Override
    public float[] read() {
      if (values == null) {
        values = guarded(where, this::load);
      }
      return values;
    }

    private float[] load() {
      if (!(dataset.getDataType() instanceof FloatingPoint type)) {
        throw KerasErrors.damaged("weights that are no floats", where);
      }
      DataLayout layout = dataset.getDataLayout();
      if (layout != DataLayout.CONTIGUOUS && layout != DataLayout.COMPACT) {
        throw KerasErrors.damaged(
            "weights in chunks or elsewhere, which Keras does not write", where);
      }
      budget -= dataset.getSize() * type.getSize();
      if (dataset.getSize() > length || dataset.getSizeInBytes() > length || budget < 0) {
        throw KerasErrors.damaged("weights that overlap others or the end of the file", where);
      }
      float[] read = floats(dataset.getDataFlat());
      for (int i = 0; i < read.length; i++) {
        if (!Float.isFinite(read[i])) {
          throw KerasErrors.damaged("element " + i + " is " + read[i], where);
        }
      }
      return read;
    }

    private float[] floats(Object data) {
      if (data instanceof float[] floats) {
        return floats;
      } else if (data instanceof double[] doubles) {
        float[] rounded = new float[doubles.length];
        for (int i = 0; i < rounded.length; i++) {
          rounded[i] = (float) doubles[i];
        }
        return rounded;
      } else if (data instanceof Float one) {
        return new float[] {one};
      } else if (data instanceof Double one) {
        return new float[] {one.floatValue()};
      }
      throw KerasErrors.damaged("weights without values", where);
    }
  }
}
