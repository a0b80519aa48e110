package dev.octet.model.keras.weight;

import dev.octet.model.ModelLimits;
import dev.octet.model.keras.config.KerasErrors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks at the search trees of an HDF5 file before the library follows them: a node that several
 * nodes have as their child makes a small file as large as one likes. Nodes are found by their
 * signatures; weights with the bytes of one are numbers above a thousand, and do no harm either.
 */
final class Hdf5Trees {
  private static final int GROUPS = 0;
  private static final int CHILDREN_AT = 24;
  private static final int ENTRY = 16;

  private final ByteBuffer file;
  private final String where;
  private final Set<Long> children = new HashSet<>();

  private Hdf5Trees(byte[] bytes, String where) {
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.where = where;
  }

  /**
   * Checks a file.
   *
   * @throws dev.octet.runtime.OctetException INPUT naming the byte of a node that makes no tree
   */
  static void check(byte[] bytes, String where) {
    new Hdf5Trees(bytes, where).scan(bytes);
  }

  private void scan(byte[] bytes) {
    for (int i = 0; i + CHILDREN_AT <= bytes.length; i++) {
      if (bytes[i] == 'T' && bytes[i + 1] == 'R' && bytes[i + 2] == 'E' && bytes[i + 3] == 'E') {
        first(i);
      } else if (bytes[i] == 'B'
          && bytes[i + 1] == 'T'
          && bytes[i + 2] == 'H'
          && bytes[i + 3] == 'D') {
        second(i);
      }
    }
  }

  /** Version 1: type, level, number of entries, two siblings, then keys and children in turn. */
  private void first(int at) {
    if (file.get(at + 4) != GROUPS) {
      return;
    }
    int entries = file.getShort(at + 6) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int child = at + CHILDREN_AT + i * ENTRY + 8;
      if (child + 8 > file.limit()) {
        return;
      }
      if (!children.add(file.getLong(child))) {
        throw damaged("a part of a group belongs to two", child);
      }
    }
  }

  /** Version 2: version, type, bytes of a node, bytes of a record, levels below the root. */
  private void second(int at) {
    if (at + 14 > file.limit()) {
      return;
    }
    int nodeBytes = file.getInt(at + 6);
    int depth = file.getShort(at + 12) & 0xffff;
    if (nodeBytes < 0 || nodeBytes > ModelLimits.HDF5_TREE_NODE || depth > ModelLimits.HDF5_TREE) {
      throw damaged("a group with " + depth + " levels of nodes of " + nodeBytes + " bytes", at);
    }
  }

  private RuntimeException damaged(String what, int at) {
    return KerasErrors.damaged(what, where + ": byte " + at);
  }
}
