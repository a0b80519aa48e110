package dev.octet.model.torch.pickle;

import dev.octet.model.torch.tensor.ElementKind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pickle can make here, beside strings, numbers and byte arrays. Identity, never equality:
 * pickles can be cyclic, and comparing them could take for ever.
 */
public interface PickleValue {
  /** Python's {@code None}. */
  PickleValue NONE = new PickleValue() {};

  /** A list, tuple or set. */
  final class Sequence implements PickleValue {
    final List<Object> items;

    Sequence(List<Object> items) {
      this.items = items;
    }

    /** Its items, as they are: a pickle goes on to fill what it has already used. */
    public List<Object> items() {
      return items;
    }
  }

  /** A dict or OrderedDict: keys and values in order of insertion. */
  final class Dict implements PickleValue {
    final List<Object> keys = new ArrayList<>();
    final List<Object> values = new ArrayList<>();

    void put(Object key, Object value) {
      keys.add(key);
      values.add(value);
    }

    /** The value last put under a name, or null. */
    public Object get(String name) {
      for (int i = keys.size() - 1; i >= 0; i--) {
        if (name.equals(keys.get(i))) {
          return values.get(i);
        }
      }
      return null;
    }
  }

  /** The name of a Python class or function; only a name. */
  record Global(String module, String name) implements PickleValue {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /** An object of no interest: which class it would have is all that is kept. */
  record Opaque(Global type) implements PickleValue {}

  /** Reference to a storage outside the pickle; offset and length in elements. */
  record StorageReference(ElementKind kind, String key, long offset, long length)
      implements PickleValue {}

  /** A tensor: a view of a storage. */
  record Tensor(
      StorageReference storage,
      ElementKind kind,
      long offset,
      List<Integer> shape,
      List<Long> strides)
      implements PickleValue {}
}
