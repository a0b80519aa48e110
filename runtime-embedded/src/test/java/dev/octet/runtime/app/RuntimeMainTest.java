package dev.octet.runtime.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetModel;
import dev.octet.runtime.VersionOne;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's command line, by exit code and text. */
class RuntimeMainTest {
  @TempDir Path folder;
  private String model;
  private String out;
  private String err;

  @BeforeEach
  void writeModel() throws IOException {
    Path file = folder.resolve("model.octet");
    Files.write(file, VersionOne.bytes());
    model = file.toString();
  }

  private int run(String... args) {
    return run(new byte[0], args);
  }

  private int run(byte[] stdin, String... args) {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    int code =
        RuntimeMain.run(
            args,
            new ByteArrayInputStream(stdin),
            printer(stdout),
            printer(stderr),
            PictureReader.NETPBM);
    out = stdout.toString(StandardCharsets.UTF_8);
    err = stderr.toString(StandardCharsets.UTF_8);
    return code;
  }

  private static PrintStream printer(ByteArrayOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  private void assertFails(int code, String reason, String... args) {
    assertEquals(code, run(args), err);
    assertEquals("", out);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.contains(reason), err);
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static byte[] ppm(String header, int bytes) {
    byte[] start = header.getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + bytes];
    System.arraycopy(start, 0, all, 0, start.length);
    for (int i = start.length; i < all.length; i++) {
      all[i] = (byte) (i * 7);
    }
    return all;
  }

  @Test
  void selfCheckPasses() {
    assertEquals(0, run("--self-check", model), err);
    assertTrue(out.startsWith("sample: 2 golden vectors answered bit for bit"), out);
    assertEquals("", err);
    assertEquals(0, run("--kernels", "reference", "--threads", "2", "--self-check", model), err);
    assertTrue(out.contains("kernels reference, threads 2"), out);
  }

  @Test
  void benchShowsEveryLayer() {
    assertEquals(0, run("--bench", "--runs", "3", model), err);
    int layers = OctetModel.load(VersionOne.bytes(), "v1").schedule().operations.length;
    assertEquals(layers + 2, out.lines().count(), out);
    assertTrue(out.contains("GMAC/s") && out.contains("95th percentile"), out);
    assertTrue(out.contains("over 3 runs (kernels "), out);
    assertFails(2, "wrong number of files", "--bench", "--self-check", model);
  }

  @Test
  void benchComparesTwoKernelSets() {
    String[] args = {
      "--bench", "--kernels", "reference,scalar", "--runs", "3", "--warm-up", "1", model
    };
    assertEquals(0, run(args), err);
    int layers = OctetModel.load(VersionOne.bytes(), "v1").schedule().operations.length;
    assertEquals(layers + 4, out.lines().count(), out);
    assertTrue(out.contains("over 3 runs (kernels reference"), out);
    assertTrue(out.contains("over 3 runs (kernels scalar"), out);
    assertTrue(out.contains("same answers; best of each step"), out);
    args[2] = "reference,quick";
    assertFails(2, "there is no such kernel set", args);
    assertFails(2, "there is no such kernel set", "--kernels", "reference,scalar", model, "x.ppm");
  }

  @Test
  void aDifferingAnswerIsExitCode6() throws IOException {
    byte[] bytes = VersionOne.bytes();
    OctetModel loaded = OctetModel.load(bytes, "v1");
    int output = loaded.schedule().golden[0].output[0];
    // Finds the first golden input in the file and changes one of its elements.
    byte[] input = loaded.schedule().golden[0].input;
    int at = indexOf(bytes, input);
    for (int i = 0; i < input.length; i++) {
      bytes[at + i] ^= 0x55;
    }
    checksum(bytes);
    String changed = file("changed.octet", bytes);
    assertFails(6, "of 2 golden vectors differ", "--self-check", changed);
    assertTrue(err.contains("instead of " + output) || err.contains("instead of"), err);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int at = 0; at <= bytes.length - part.length; at++) {
      int i = 0;
      while (i < part.length && bytes[at + i] == part[i]) {
        i++;
      }
      if (i == part.length) {
        return at;
      }
    }
    throw new AssertionError("not in the file");
  }

  private static void checksum(byte[] file) {
    CRC32 crc = new CRC32();
    crc.update(file, 0, 28);
    crc.update(file, 32, file.length - 32);
    for (int i = 0; i < 4; i++) {
      file[28 + i] = (byte) (crc.getValue() >> 8 * i);
    }
  }

  @Test
  void refusedFilesAreExitCode3() throws IOException {
    assertFails(3, "there is no such file", "--self-check", folder.resolve("none").toString());
    assertFails(3, "not an .octet file", "--self-check", file("x", "hello".getBytes("UTF-8")));
    assertFails(3, "cut off", "--self-check", file("empty", new byte[0]));
    byte[] damaged = VersionOne.bytes();
    damaged[damaged.length / 2] ^= 1;
    assertFails(3, "checksum", "--self-check", file("damaged.octet", damaged));
    assertFails(3, "", "--self-check", folder.toString());
    assertFails(3, "not a binary PPM", model, file("x.ppm", "P3 text".getBytes("UTF-8")));
    assertFails(3, "cut off", model, file("y.ppm", ppm("P6 4 4 255\n", 47)));
    assertFails(3, "cut off", model, file("z.ppm", ppm("P6 4 4 ", 0)));
    assertFails(3, "not a number", model, file("w.ppm", ppm("P6 99999999999 4 255\n", 48)));
    assertFails(3, "not the 48", "--raw", "4x4", model, file("r.rgb", new byte[47]));
  }

  @Test
  void picturesAreClassified() throws IOException {
    String color = file("a.ppm", ppm("P6\n# a comment\n12 10\n255\n", 360));
    assertEquals(0, run(model, color), err);
    assertEquals(4, out.lines().count(), out);
    assertTrue(out.lines().allMatch(line -> line.matches(" *\\d+\\.\\d\\d %  class \\d é")), out);
    String expected = out;
    String raw =
        file(
            "a.rgb",
            java.util.Arrays.copyOfRange(
                Files.readAllBytes(Path.of(color)),
                (int) Files.size(Path.of(color)) - 360,
                (int) Files.size(Path.of(color))));
    assertEquals(0, run("--raw", "12x10", model, raw), err);
    assertEquals(expected, out);
    assertEquals(0, run(model, file("g.pgm", ppm("P5 12 10 255\n", 120)), color), err);
    assertTrue(out.contains("g.pgm:") && out.contains("a.ppm:"), out);
  }

  @Test
  void aPictureComesFromStandardInput() throws IOException {
    byte[] picture = ppm("P6 12 10 255\n", 360);
    assertEquals(0, run(model, file("a.ppm", picture)), err);
    String expected = out;
    assertEquals(0, run(picture, model, "-"), err);
    assertEquals(expected, out);
  }

  @Test
  void requestsAreAnsweredLineByLine() throws IOException {
    String picture = file("a photo.ppm", ppm("P6 12 10 255\n", 360));
    String requests =
        "help\ninfo\r\nclassify "
            + picture
            + "\nframe rgb 2 1\nabcdef"
            + "golden 1\n"
            + "golden 2\nlogits none\nmeasure 0\nnonsense\nquit\nafter";
    assertEquals(0, run(requests.getBytes("UTF-8"), "--serve", model), err);
    String[] answers = out.split("\n");
    assertEquals(9, answers.length, out);
    assertTrue(answers[1].startsWith("ok\tname=sample\tclasses=4\tgolden=2\tkernels="), out);
    assertTrue(answers[2].matches("ok(\t\\d \\d\\.\\d{6} class \\d é){4}"), out);
    assertTrue(answers[3].startsWith("ok\t"), out);
    assertTrue(answers[4].matches("ok\t[0-9a-f]{16}"), out);
    assertTrue(answers[5].startsWith("error\t2: not a number from 0 to 1"), out);
    assertTrue(answers[6].startsWith("error\tnone: there is no such file"), out);
    assertTrue(answers[7].matches("ok\tmedianMs=.*\tp95Ms=.*\truns=3\tpeakKb=-?\\d+"), out);
    assertTrue(answers[8].startsWith("error\tnonsense: there is no such request"), out);
  }

  @Test
  void aFrameThatIsCutOffEndsTheConversation() throws IOException {
    assertEquals(3, run("frame rgb 4 4\nabc".getBytes("UTF-8"), "--serve", model), out);
    assertTrue(err.contains("the end came inside a frame"), err);
    assertEquals(3, run("frame rgb 0 4\nabc".getBytes("UTF-8"), "--serve", model), out);
    assertEquals(3, run("frame\n".getBytes("UTF-8"), "--serve", model), out);
  }

  @Test
  void aReleasesFilesAreChecked() throws Exception {
    Path release = Files.createDirectory(folder.resolve("release"));
    Files.write(release.resolve("x"), new byte[] {'a', 'b', 'c'});
    String hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Files.writeString(release.resolve("manifest"), hash + "  x\n");
    assertEquals(0, run("--verify", release.toString()), err);
    assertEquals("1 files as the manifest says", out.strip());
    assertEquals(0, run("--verify", release.toString(), "--trust", "none"), err);
    assertTrue(out.contains("not signed"), out);

    Files.write(release.resolve("manifest.sig"), new byte[] {'A', 'A', 'A', 'A'});
    assertFails(6, "cannot be read", "--verify", release.toString(), "--trust", "none");
    Files.writeString(release.resolve("manifest"), hash + "  ../x\n");
    assertFails(6, "a manifest that cannot be read", "--verify", release.toString());
    Files.writeString(release.resolve("manifest"), hash.replace('b', 'c') + "  x\n");
    assertFails(6, "its file x is not the one", "--verify", release.toString());
  }

  @Test
  void aLinkIsMovedOverAnother() throws IOException {
    Path current = Files.createSymbolicLink(folder.resolve("current"), Path.of("old"));
    Files.createDirectory(folder.resolve("old"));
    Path next = Files.createSymbolicLink(folder.resolve("next"), Path.of("new"));
    assertEquals(0, run("--rename", next.toString(), current.toString()), err);
    assertEquals(Path.of("new"), Files.readSymbolicLink(current));
    assertFails(7, "cannot be moved", "--rename", next.toString(), current.toString());
  }

  @Test
  void wrongUsageIsExitCode2() {
    assertFails(2, "no model is given");
    assertFails(2, "wrong number of files", model);
    assertFails(2, "wrong number of files", "--self-check", model, model);
    assertFails(2, "unknown option", "--frobnicate", model);
    assertFails(2, "needs a value", model, "--raw");
    assertFails(2, "not a size", "--raw", "12", model, "x");
    assertFails(2, "not a number", "--threads", "0", "--self-check", model);
    assertFails(2, "no such kernel set", "--kernels", "fast", "--self-check", model);
  }

  @Test
  void helpAndVersionAreResults() {
    assertEquals(0, run("--help"));
    assertTrue(out.startsWith("Usage: java -jar octet-runtime.jar"), out);
    assertEquals(0, run("--version"));
    assertTrue(out.startsWith("octet-runtime "), out);
  }
}
