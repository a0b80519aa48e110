package dev.octet.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5};

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static void fails(Path target, String reason) {
    OctetException e = assertThrows(OctetException.class, () -> AtomicFile.write(target, NEW));
    assertEquals(Failure.OUTPUT, e.failure());
    assertEquals(target.toString(), e.where());
    assertTrue(e.what().contains(reason), e.getMessage());
  }

  @Test
  void writesAndReplaces() throws IOException {
    Path target = folder.resolve("model");
    AtomicFile.write(target, OLD);
    assertArrayEquals(OLD, Files.readAllBytes(target));
    AtomicFile.write(target, NEW);
    assertArrayEquals(NEW, Files.readAllBytes(target));
    assertEquals(List.of("model"), names());
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path target = folder.resolve("model");
    AtomicFile.write(target, OLD);
    OctetException e =
        assertThrows(
            OctetException.class,
            () ->
                AtomicFile.write(
                    target,
                    stream -> {
                      stream.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals(7, e.failure().exitCode());
    assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
    assertArrayEquals(OLD, Files.readAllBytes(target));
    assertEquals(List.of("model"), names());
  }

  @Test
  void aBugInTheContentLeavesNothing() throws IOException {
    assertThrows(
        IllegalStateException.class,
        () ->
            AtomicFile.write(
                folder.resolve("model"),
                stream -> {
                  throw new IllegalStateException("a bug");
                }));
    assertEquals(List.of(), names());
  }

  @Test
  void foldersAndMissingFoldersAreFailures() {
    fails(folder, "is a folder");
    fails(folder.resolve("missing").resolve("model"), "does not exist");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theFileBehindALinkIsReplaced() throws IOException {
    Path target = folder.resolve("model");
    Path link = folder.resolve("link");
    AtomicFile.write(target, OLD);
    Files.createSymbolicLink(link, target);
    AtomicFile.write(link, NEW);
    assertTrue(Files.isSymbolicLink(link));
    assertArrayEquals(NEW, Files.readAllBytes(target));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void devicesAreWrittenDirectly() {
    AtomicFile.write(Path.of("/dev/null"), NEW);
    fails(Path.of("/dev/full"), "No space left on device");
    assertTrue(Files.exists(Path.of("/dev/full")));
  }
}
