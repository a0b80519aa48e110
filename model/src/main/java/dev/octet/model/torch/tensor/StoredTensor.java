package dev.octet.model.torch.tensor;

import dev.octet.model.ModelLimits;
import dev.octet.model.family.parameter.Parameter;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.ByteBuffer;
import java.util.List;

/** A strided view of a storage. Its bounds are checked when it is made, its values when read. */
public final class StoredTensor implements Parameter {
  private final String name;
  private final String file;
  private final ElementKind kind;
  private final List<Integer> shape;
  private final List<Long> strides;
  private final long offset;
  private final long reach;
  private final Storage storage;
  private final ElementBudget budget;

  /**
   * Makes a view.
   *
   * @param file named in errors
   * @param shape extents, at least 0, outermost first
   * @param strides elements between neighbours, at least 0, one per extent
   * @param offset element of the storage that the view begins at
   * @throws OctetException INPUT if the view does not lie inside the storage
   */
  public StoredTensor(
      String name,
      String file,
      ElementKind kind,
      List<Integer> shape,
      List<Long> strides,
      long offset,
      Storage storage,
      ElementBudget budget) {
    this.name = name;
    this.file = file;
    this.kind = kind;
    this.shape = List.copyOf(shape);
    this.strides = List.copyOf(strides);
    this.offset = offset;
    this.storage = storage;
    this.budget = budget;
    this.reach = checkedReach();
  }

  /** Elements from the first to the last one, both counted; 0 for an empty tensor. */
  private long checkedReach() {
    if (shape.size() != strides.size() || shape.size() > ModelLimits.RANK || offset < 0) {
      throw Faults.damaged("shape " + shape + " with strides " + strides, where());
    }
    try {
      long span = 1;
      boolean empty = false;
      for (int i = 0; i < shape.size(); i++) {
        if (shape.get(i) < 0 || strides.get(i) < 0) {
          throw Faults.damaged("shape " + shape + " with strides " + strides, where());
        }
        empty |= shape.get(i) == 0;
        span = Math.addExact(span, Math.multiplyExact((long) shape.get(i) - 1, strides.get(i)));
      }
      span = empty ? 0 : span;
      long end = Math.multiplyExact(Math.addExact(offset, span), kind.bytes());
      if (end > storage.length()) {
        throw Faults.damaged(
            "ends at byte " + end + " of a storage of " + storage.length(), where());
      }
      return span;
    } catch (ArithmeticException e) {
      throw Faults.damaged("shape " + shape + " with strides " + strides, where(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Integer> shape() {
    return shape;
  }

  @Override
  public String type() {
    return kind.label();
  }

  @Override
  public Object source() {
    return List.of(storage, kind, offset, shape, strides);
  }

  @Override
  public float[] read() {
    if (!kind.real()) {
      throw new OctetException(
          Failure.UNSUPPORTED,
          "its elements are " + kind.label(),
          where(),
          "give the float model; Octet quantizes it");
    }
    if (reach * kind.bytes() > Integer.MAX_VALUE) {
      throw Faults.damaged("its elements are " + reach + " apart", where());
    }
    int count = budget.take(shape, reach * kind.bytes(), where());
    ByteBuffer data = storage.read(offset * kind.bytes(), (int) (reach * kind.bytes()));
    float[] values = new float[count];
    gather(data, values);
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        throw new OctetException(
            Failure.INPUT,
            "element " + i + " is " + values[i],
            where(),
            "train the model again: it cannot compute anything with that");
      }
    }
    return values;
  }

  /** Walks the view in row-major order, an odometer over all extents. */
  private void gather(ByteBuffer data, float[] values) {
    if (isRowMajor()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = kind.get(data, i);
      }
      return;
    }
    int rank = shape.size();
    int[] index = new int[rank];
    long position = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = kind.get(data, (int) position);
      for (int d = rank - 1; d >= 0; d--) {
        position += strides.get(d);
        if (++index[d] < shape.get(d)) {
          break;
        }
        position -= strides.get(d) * shape.get(d);
        index[d] = 0;
      }
    }
  }

  /** Whether the elements lie one after another; strides of extents of 1 mean nothing. */
  private boolean isRowMajor() {
    long expected = 1;
    for (int d = shape.size() - 1; d >= 0; d--) {
      if (shape.get(d) > 1 && strides.get(d) != expected) {
        return false;
      }
      expected *= shape.get(d);
    }
    return true;
  }

  private String where() {
    return file + ": parameter '" + name + "'";
  }
}
