package dev.octet.model.torch.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Bytes of a file as they are.
 *
 * @param channel the open file
 * @param file named in errors
 * @param start first byte
 * @param length number of bytes
 */
public record FileStorage(FileChannel channel, String file, long start, long length)
    implements Storage {
  @Override
  public ByteBuffer read(long offset, int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    long position = start + offset;
    try {
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, position);
        if (read < 0) {
          throw Faults.damaged("the file ends inside a tensor", file + ": byte " + position);
        }
        position += read;
      }
    } catch (IOException e) {
      throw Faults.damaged("cannot be read: " + e.getMessage(), file + ": byte " + position, e);
    }
    return buffer.flip();
  }
}
