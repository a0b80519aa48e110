package dev.octet.model.tflite.read;

import dev.octet.model.tflite.flat.FlatTable;
import dev.octet.model.tflite.flat.FlatVector;
import dev.octet.runtime.OctetException;
import java.nio.ByteBuffer;

/**
 * Writes out a sparse constant. Its axes, and blocks inside of some of them, are walked in an order
 * of the file's; each is either dense or a list of the places that are there (TACO's format). The
 * zeros come back as bytes, so that what is stored keeps its type.
 */
final class SparseValues {
  /** Fields of tables, in the order of the schema. */
  private static final class Field {
    static final int ORDER = 0;
    static final int BLOCKS = 1;
    static final int LEVELS = 2;
    static final int LEVEL_FORMAT = 0;
    static final int LEVEL_SIZE = 1;
    static final int SEGMENTS_TYPE = 2;
    static final int SEGMENTS = 3;
    static final int PLACES_TYPE = 4;
    static final int PLACES = 5;

    private Field() {}
  }

  /** One axis or block: dense, or with segments of places. */
  private record Level(int size, Numbers segments, Numbers places) {}

  /** A vector of numbers of 8, 16 or 32 bits. */
  private record Numbers(FlatVector vector, int bytes) {
    int get(long index) {
      if (index < 0 || index >= vector.size()) {
        return -1;
      }
      int i = (int) index;
      return switch (bytes) {
        case Byte.BYTES -> vector.uint8(i);
        case Short.BYTES -> vector.uint16(i);
        default -> vector.int32(i);
      };
    }
  }

  private final TfliteTensor tensor;
  private final int elementBytes;
  private final int rank;
  private final int[] order;
  private final int[] blockAxis;
  private final int[] blockSize;
  private final Level[] levels;
  private final int[] at;
  private final int[] place;
  private final ByteBuffer stored;
  private final byte[] dense;
  private int next;
  private long steps;

  private SparseValues(TfliteTensor tensor, FlatTable table, ElementCode type) {
    this.tensor = tensor;
    this.elementBytes = type.bytes();
    this.rank = tensor.dims().length;
    FlatVector walk = table.vector(Field.ORDER, Integer.BYTES);
    FlatVector blocks = table.vector(Field.BLOCKS, Integer.BYTES);
    FlatVector metadata = table.vector(Field.LEVELS, Integer.BYTES);
    int count = walk.size();
    require(count == metadata.size() && count == rank + blocks.size() && blocks.size() <= rank);
    order = new int[count];
    levels = new Level[count];
    blockAxis = new int[blocks.size()];
    blockSize = new int[blocks.size()];
    boolean[] seen = new boolean[count];
    for (int i = 0; i < count; i++) {
      order[i] = walk.int32(i);
      require(order[i] >= 0 && order[i] < count && !seen[order[i]]);
      // Blocks are walked inside of the axes.
      require(i < rank == order[i] < rank);
      seen[order[i]] = true;
      levels[i] = level(metadata.table(i));
    }
    for (int i = 0; i < blockAxis.length; i++) {
      blockAxis[i] = blocks.int32(i);
      require(blockAxis[i] >= 0 && blockAxis[i] < rank);
    }
    for (int i = rank; i < count; i++) {
      blockSize[order[i] - rank] = levels[i].size;
    }
    at = new int[count];
    place = new int[rank];
    stored = tensor.stored();
    dense = new byte[(int) tensor.elements() * elementBytes];
  }

  /**
   * The values of a constant with the zeros between them.
   *
   * @param elements values that all sparse constants of the file may still have
   * @throws OctetException INPUT if its lists contradict its shape
   */
  static ByteBuffer dense(TfliteTensor tensor, FlatTable table, ElementCode type, long elements) {
    if (tensor.elements() > elements) {
      throw TfliteErrors.damaged(
          tensor.elements() + " sparse values, more than a file of its size has", tensor.label());
    }
    SparseValues values = new SparseValues(tensor, table, type);
    values.walk(0, 0);
    return ByteBuffer.wrap(values.dense).order(tensor.stored().order());
  }

  private Level level(FlatTable table) {
    if (table.int8(Field.LEVEL_FORMAT, 0) == 0) {
      int size = table.int32(Field.LEVEL_SIZE, 0);
      require(size >= 1);
      return new Level(size, null, null);
    }
    return new Level(
        1,
        numbers(table, Field.SEGMENTS_TYPE, Field.SEGMENTS),
        numbers(table, Field.PLACES_TYPE, Field.PLACES));
  }

  private Numbers numbers(FlatTable table, int typeField, int field) {
    int type = table.int8(typeField, 0);
    require(type >= 1 && type <= 3);
    int bytes = type == 1 ? Integer.BYTES : type == 2 ? Short.BYTES : Byte.BYTES;
    FlatTable holder = table.table(field).orElseThrow(this::contradiction);
    return new Numbers(holder.vector(0, bytes), bytes);
  }

  private void walk(int depth, long parent) {
    if (depth == levels.length) {
      put();
      return;
    }
    // Empty lists inside of dense axes cost time and store nothing.
    require(steps++ <= tensor.elements() * (levels.length + 1L));
    Level level = levels[depth];
    if (level.segments == null) {
      for (int i = 0; i < level.size; i++) {
        at[depth] = i;
        walk(depth + 1, parent * level.size + i);
      }
      return;
    }
    int first = level.segments.get(parent);
    int end = level.segments.get(parent + 1);
    require(first >= 0 && end >= first && end <= level.places.vector.size());
    for (int i = first; i < end; i++) {
      at[depth] = level.places.get(i);
      walk(depth + 1, i);
    }
  }

  private void put() {
    for (int i = 0; i < order.length; i++) {
      if (order[i] < rank) {
        place[order[i]] = at[i];
      } else {
        int block = order[i] - rank;
        place[blockAxis[block]] = place[blockAxis[block]] * blockSize[block] + at[i];
      }
    }
    int flat = 0;
    for (int i = 0; i < rank; i++) {
      require(place[i] >= 0 && place[i] < tensor.dims()[i]);
      flat = flat * tensor.dims()[i] + place[i];
    }
    require((next + 1) * elementBytes <= stored.capacity());
    for (int i = 0; i < elementBytes; i++) {
      dense[flat * elementBytes + i] = stored.get(next * elementBytes + i);
    }
    next++;
  }

  private void require(boolean holds) {
    if (!holds) {
      throw contradiction();
    }
  }

  private OctetException contradiction() {
    return TfliteErrors.damaged("sparse values that contradict its shape", tensor.label());
  }
}
