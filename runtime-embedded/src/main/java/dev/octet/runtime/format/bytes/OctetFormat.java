package dev.octet.runtime.format.bytes;

/** The constants of the format (docs/format.md), for reader and writer. */
public final class OctetFormat {
  /** The newest version this runtime reads; it reads all before it, too. */
  public static final int VERSION = 2;

  /** Bytes of the header. */
  public static final int HEADER_BYTES = 64;

  /** Bytes of an entry of the section table, which follows the header. */
  public static final int ENTRY_BYTES = 32;

  /** Sections, and each operation's weights in their section, start at multiples of this. */
  public static final int ALIGNMENT = 64;

  /** Position of the format version in the header. */
  public static final int VERSION_AT = 8;

  /** Position of the header's size in the header. */
  public static final int HEADER_BYTES_AT = 12;

  /** Position of the file's length in the header. */
  public static final int LENGTH_AT = 16;

  /** Position of the number of sections in the header. */
  public static final int COUNT_AT = 24;

  /** Position of the checksum in the header. */
  public static final int CHECKSUM_AT = 28;

  /** Position of the header's reserved bytes, which are zero. */
  public static final int RESERVED_AT = 32;

  /** Section flag: a reader that does not know this kind may ignore it. */
  public static final int MAY_BE_IGNORED = 1;

  /** Epilogue flag: a hard-swish follows. */
  public static final int HARD_SWISH = 1;

  /** Epilogue flag: a residual follows. */
  public static final int RESIDUAL = 2;

  /** Form flag of an integer array: one value stands for all. */
  public static final int ONE_FOR_ALL = 0x80;

  /** Operation code of a convolution. */
  public static final int CONVOLUTION = 1;

  /** Operation code of an elementwise step. */
  public static final int ELEMENTWISE = 2;

  /** Operation code of a product. */
  public static final int MULTIPLY = 3;

  /** Operation code of a mean over all pixels. */
  public static final int GLOBAL_AVERAGE_POOL = 4;

  /** Operation code of a mean over a window. */
  public static final int AVERAGE_POOL = 5;

  /** Operation code of a maximum over a window. */
  public static final int MAX_POOL = 6;

  /** Operation code of a concatenation. */
  public static final int CONCAT = 7;

  /** Operation code of a border. */
  public static final int PAD = 8;

  /** Operation code of a LeakyReLU, since version 2. */
  public static final int LEAKY_RELU = 9;

  /** Operation code of elements that move, since version 2. */
  public static final int REARRANGE = 10;

  /** Operation code of a change of height and width, since version 2. */
  public static final int RESIZE = 11;

  /** Operation code of a function given by a table, since version 2. */
  public static final int CURVE = 12;

  /** Operation code of a softmax over channels, since version 2. */
  public static final int SOFTMAX = 13;

  /** Operation code of an L2 normalization, since version 2. */
  public static final int L2_NORMALIZE = 14;

  private static final byte[] MAGIC = {(byte) 0x89, 'O', 'C', 'T', '\r', '\n', 0x1a, '\n'};

  private OctetFormat() {}

  /** The file's first bytes: no text file starts so, and a transfer as text destroys them. */
  public static byte[] magic() {
    return MAGIC.clone();
  }

  /** The next multiple of {@link #ALIGNMENT}. */
  public static long align(long position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
