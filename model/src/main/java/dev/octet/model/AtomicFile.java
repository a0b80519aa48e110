package dev.octet.model;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: to a temporary name in the same folder, synced to the disk,
 * then moved into place. Whatever fails, the temporary file goes away and what was there before
 * stays.
 */
public final class AtomicFile {
  /** Writes a file's content; may throw what streams throw. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream and leaves it open. */
    void writeTo(OutputStream stream) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes bytes.
   *
   * @throws OctetException OUTPUT when the file cannot be written
   */
  public static void write(Path target, byte[] bytes) {
    write(target, stream -> stream.write(bytes));
  }

  /**
   * Writes what a callback writes. A target that is neither file nor folder ({@code /dev/stdout})
   * is written directly; through a symbolic link, the file behind it is replaced.
   *
   * @throws OctetException OUTPUT when the file cannot be written
   */
  public static void write(Path target, Content content) {
    try {
      if (Files.isDirectory(target)) {
        throw failure(target, "is a folder", null);
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(target))) {
          content.writeTo(stream);
        }
        return;
      }
      Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
      replace(place, content);
    } catch (IOException e) {
      throw failure(target, "cannot be written: " + reason(e), e);
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw failure(target, "cannot be written: the folder " + folder + " does not exist", null);
    }
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    // An interrupted command (Ctrl-C) runs no finally block, but the JVM still removes the file.
    temporary.toFile().deleteOnExit();
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(stream);
        stream.flush();
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    syncFolder(folder);
  }

  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every file system lets a folder be opened; the file itself is synced and in place.
    }
  }

  private static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static OctetException failure(Path target, String what, IOException cause) {
    return new OctetException(
        Failure.OUTPUT,
        what,
        target.toString(),
        "name a file in an existing, writable folder with enough free space",
        cause);
  }
}
