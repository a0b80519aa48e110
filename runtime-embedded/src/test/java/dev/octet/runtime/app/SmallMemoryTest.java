package dev.octet.runtime.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.VersionOne;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program on a board with little memory: what does not fit is refused, and nothing else. */
@Timeout(120)
class SmallMemoryTest {
  private static final int HEAP_MB = 16;

  @TempDir Path folder;
  private String model;

  @BeforeEach
  void writeModel() throws IOException {
    model = Files.write(folder.resolve("model.octet"), VersionOne.bytes()).toString();
  }

  private Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP_MB + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        Path.of(RuntimeMain.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString());
    command.add(RuntimeMain.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private int end(Process process) throws Exception {
    assertTrue(process.waitFor(100, TimeUnit.SECONDS), "still running");
    return process.exitValue();
  }

  private String text(String stream) throws IOException {
    return Files.readString(folder.resolve(stream));
  }

  /** A picture of zeros, which takes no room on the disk. */
  private String picture(int width, int height) throws IOException {
    Path file = folder.resolve(width + "x" + height + ".ppm");
    byte[] header = ("P6 " + width + " " + height + " 255\n").getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(header);
      out.setLength(header.length + 3L * width * height);
    }
    return file.toString();
  }

  private void assertRefused(String file) throws Exception {
    assertEquals(3, end(start(model, file)), text("err"));
    assertEquals(1, text("err").lines().count(), text("err"));
    assertTrue(text("err").contains(file + ": does not fit into a heap of"), text("err"));
    assertEquals("", text("out"));
  }

  @Test
  void picturesThatDoNotFitAreRefused() throws Exception {
    assertEquals(0, end(start(model, picture(1600, 1600))), text("err"));
    assertRefused(picture(2200, 2200));
    assertRefused(picture(5000, 5000));
  }

  @Test
  void aStreamThatDoesNotFitIsRefused() throws Exception {
    Process process = start(model, "-");
    try (OutputStream pipe = process.getOutputStream()) {
      send(pipe, 40 << 20);
    } catch (IOException e) {
      // The program need not read to the end of what it refuses.
    }
    assertEquals(3, end(process), text("err"));
    assertTrue(text("err").contains("-: does not fit into a heap of"), text("err"));
  }

  private static void send(OutputStream pipe, int bytes) throws IOException {
    byte[] chunk = new byte[1 << 16];
    for (int left = bytes; left > 0; left -= chunk.length) {
      pipe.write(chunk, 0, Math.min(left, chunk.length));
    }
  }

  @Test
  void theServiceGoesOnAfterWhatDoesNotFit() throws Exception {
    String large = picture(5000, 5000);
    Process process = start("--serve", model);
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write("frame gray 16384 16384\n".getBytes(StandardCharsets.UTF_8));
      send(pipe, 1 << 28);
      pipe.write("frame rgb 2200 2200\n".getBytes(StandardCharsets.UTF_8));
      send(pipe, 3 * 2200 * 2200);
      pipe.write(("classify " + large + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.write("frame rgb 2 1\nabcdefgolden 1\nquit\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(0, end(process), text("err"));
    List<String> answers = text("out").lines().toList();
    assertEquals(5, answers.size(), text("out"));
    assertTrue(answers.get(0).startsWith("error\tframe of 16384x16384: does not fit"), text("out"));
    assertTrue(answers.get(1).startsWith("error\tframe of 2200x2200: does not fit"), text("out"));
    assertTrue(answers.get(2).startsWith("error\t" + large + ": does not fit"), text("out"));
    assertTrue(answers.get(3).startsWith("ok\t"), text("out"));
    assertTrue(answers.get(4).matches("ok\t[0-9a-f]{16}"), text("out"));
  }
}
