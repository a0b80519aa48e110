package dev.octet.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.image.ExifMode;
import dev.octet.calibration.npy.NpyWriter;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  private static final Shape SHAPE = new Shape(2, 3, 3);
  private static final Preprocessing SPEC =
      new Preprocessing(
          Resize.STRETCH,
          1,
          new double[] {0.5, 0.4, 0.3},
          new double[] {0.5, 0.25, 0.2},
          new byte[0]);

  @TempDir Path folder;
  private final List<String> messages = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void message(String text) {
          messages.add(text);
        }
      };

  /** A picture of one colour. */
  private Path picture(String name, int color) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 16).forEach(i -> image.setRGB(i % 4, i / 4, color));
    ImageIO.write(image, name.endsWith("bmp") ? "bmp" : "png", file.toFile());
    return file;
  }

  private Path text(String name, String content) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    return Files.writeString(folder.resolve(name), content);
  }

  private TensorSource open(Path src, int classes, Path labels) {
    return Sources.open(
        src,
        new SourceOptions(
            SHAPE, classes, Optional.of(SPEC), Optional.ofNullable(labels), ExifMode.IGNORE),
        progress);
  }

  private static List<String> names(TensorSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::name).toList();
  }

  private static List<Integer> labels(TensorSource source) {
    return IntStream.range(0, source.size()).mapToObj(source::label).toList();
  }

  @Test
  void readsNormalizedPixels() throws IOException {
    picture("x/a.png", 0x80FF00);
    TensorSource source = open(folder, 1, null);
    PixelSource pictures = assertInstanceOf(PixelSource.class, source);
    byte[] pixels = pictures.pixels(0);
    assertEquals(SHAPE.elements(), pixels.length);
    assertEquals(
        List.of((byte) 0x80, (byte) 0xFF, (byte) 0), List.of(pixels[3], pixels[4], pixels[5]));
    float[] values = source.read(0);
    assertArrayEquals(pictures.normalize(pixels), values);
    assertEquals((float) ((128 / 255.0 - 0.5) / 0.5), values[0]);
    assertEquals((float) ((1 - 0.4) / 0.25), values[4]);
    assertEquals((float) (-0.3 / 0.2), values[17]);
    assertEquals(4, pictures.image(0).width());
    assertEquals(0, pictures.turned());
  }

  @Test
  void foldersAreClassesInAlphabeticalOrder() throws IOException {
    picture("b/2.png", 1);
    picture("b/10.PNG", 1);
    picture("a/deep/er/x.bmp", 1);
    picture("B/z.png", 1);
    picture(".hidden/h.png", 1);
    picture("b/.h.png", 1);
    text("b/readme.txt", "x");
    text("LICENSE", "x");
    TensorSource source = open(folder, 3, null);
    assertEquals(List.of("B/z.png", "a/deep/er/x.bmp", "b/10.PNG", "b/2.png"), names(source));
    assertEquals(List.of(0, 1, 2, 2), labels(source));
    assertEquals(List.of(folder + ": not read: 1 x .txt, 1 x no extension"), messages);
  }

  @Test
  void emptyFoldersKeepTheirPlaceAmongTheClasses() throws IOException {
    picture("a/1.png", 1);
    Files.createDirectories(folder.resolve("b"));
    picture("c/1.png", 1);
    assertEquals(List.of(0, 2), labels(open(folder, 3, null)));
    assertEquals(List.of(0, 1), labels(open(folder, 2, null)));
    assertTrue(messages.isEmpty(), messages.toString());
  }

  @Test
  void anotherNumberOfFoldersMeansUnlabelled() throws IOException {
    picture("a/1.png", 1);
    picture("b/1.png", 1);
    assertEquals(List.of(-1, -1), labels(open(folder, 3, null)));
    assertEquals(1, messages.size());
    assertTrue(messages.get(0).contains("give a labels file"), messages.toString());
  }

  @Test
  void loosePicturesAreUnlabelledAndALabelsFileIsNotAskedFor() throws IOException {
    picture("1.png", 1);
    assertEquals(List.of(-1), labels(open(folder, 3, null)));
    assertEquals(1, messages.size());
    assertTrue(messages.get(0).contains("one folder per class"), messages.toString());
  }

  @Test
  void aPictureWithoutItsExtensionIsNoList() throws IOException {
    picture("a.png", 1);
    Path file = Files.move(folder.resolve("a.png"), folder.resolve("a"));
    assertEquals(List.of("a"), names(open(file, 3, null)));
  }

  @Test
  void aLabelsFileNamesTheFolders() throws IOException {
    picture("d/n02/1.png", 1);
    picture("d/n01/1.png", 1);
    picture("d/traffic light/1.png", 1);
    picture("d/other/1.png", 1);
    picture("d/loose.png", 1);
    Path labels =
        text("labels.txt", "\uFEFFtraffic cone\r\ntraffic light\r\nn01 a fish\nn02\n\n\n");
    TensorSource source = open(folder.resolve("d"), 4, labels);
    assertEquals(
        List.of("loose.png", "n01/1.png", "n02/1.png", "other/1.png", "traffic light/1.png"),
        names(source));
    assertEquals(List.of(-1, 2, 3, -1, 1), labels(source));
    assertEquals(2, messages.size(), messages.toString());
    assertTrue(messages.get(0).contains("other"));
  }

  @Test
  void aLabelsFileOfAnotherModelIsNamed() throws IOException {
    picture("d/x/1.png", 1);
    Path labels = text("labels.txt", "a\nb\n");
    assertEquals(List.of(-1), labels(open(folder.resolve("d"), 3, labels)));
    assertTrue(messages.get(0).contains("2 lines"), messages.toString());
    assertTrue(messages.get(1).contains("unlabelled"), messages.toString());
  }

  @Test
  void readsListFiles() throws IOException {
    picture("p/a.png", 0xFF0000);
    picture("p/b c.png", 0x00FF00);
    Path labels = text("labels.txt", "p\ncat\n7\n");
    Path list =
        text("list.txt", "p/a.png\t1\n\np/b c.png\np/b c.png cat\r\np/a.png\t7\n  p/no.png 0\n");
    TensorSource source = open(list, 3, labels);
    assertEquals(
        List.of("p/a.png", "p/b c.png", "p/b c.png", "p/a.png", "p/no.png"), names(source));
    assertEquals(List.of(1, 0, 1, 2, 0), labels(source));
    assertEquals(-1, ((PixelSource) source).pixels(1)[1]);
    assertEquals(Failure.INPUT, assertThrows(OctetException.class, () -> source.read(4)).failure());
    for (String wrong : List.of("p/a.png\t3\n", "p/a.png -2\n", "p/a.png\tdog\n", "\n", "a\0b")) {
      Path file = text("wrong.txt", wrong);
      OctetException e = assertThrows(OctetException.class, () -> open(file, 3, null), wrong);
      assertEquals(Failure.INPUT, e.failure(), wrong);
    }
  }

  @Test
  void readsOnePicture() throws IOException {
    Path file = picture("one.png", 5);
    assertEquals(List.of("one.png"), names(open(file, 3, null)));
  }

  @Test
  void nothingToReadIsAnInputError() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    text("texts/a.txt", "a");
    text("texts/b.md", "b");
    Path binary = Files.write(folder.resolve("x.bin"), new byte[] {(byte) 0xC3, 0, 1});
    Path nothing = Files.createFile(folder.resolve("nothing"));
    for (Path src :
        List.of(
            folder.resolve("empty"),
            folder.resolve("texts"),
            folder.resolve("missing"),
            binary,
            nothing)) {
      OctetException e = assertThrows(OctetException.class, () -> open(src, 2, null));
      assertEquals(Failure.INPUT, e.failure());
      assertTrue(e.where().startsWith(src.toString()), e.getMessage());
    }
    OctetException e =
        assertThrows(OctetException.class, () -> open(folder.resolve("texts"), 2, null));
    assertTrue(e.what().contains("1 x .md, 1 x .txt"), e.what());
  }

  @Test
  void picturesNeedPreprocessing() throws IOException {
    Path file = picture("one.png", 5);
    OctetException e =
        assertThrows(
            OctetException.class,
            () ->
                Sources.open(
                    file,
                    new SourceOptions(
                        SHAPE, 2, Optional.empty(), Optional.empty(), ExifMode.IGNORE),
                    progress));
    assertEquals(Failure.USAGE, e.failure());
  }

  private Path tensors(String name, int... shape) throws IOException {
    Path file = folder.resolve(name);
    int row = 1;
    for (int i = 1; i < shape.length; i++) {
      row *= shape[i];
    }
    float[][] rows = new float[shape[0]][row];
    for (int i = 0; i < shape[0] * row; i++) {
      rows[i / row][i % row] = i;
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      NpyWriter.writeFloats(out, rows, shape);
    }
    return file;
  }

  private Path classes(String name, long... values) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      NpyWriter.writeLongs(out, values);
    }
    return folder.resolve(name);
  }

  @Test
  void readsTensorFilesInBothLayouts() throws IOException {
    assertTrue(Sources.isTensorFile(tensors("last.npy", 4, 2, 3, 3)));
    TensorSource last = open(folder.resolve("last.npy"), 2, classes("l.npy", 0, 1, -1, 1));
    assertEquals(List.of(0, 1, -1, 1), labels(last));
    assertEquals("row 3", last.name(3));
    assertEquals(18 + 5, last.read(1)[5]);
    TensorSource first = open(tensors("first.npy", 4, 3, 2, 3), 2, null);
    assertEquals(List.of(-1, -1, -1, -1), labels(first));
    // Pixel 4, channel 1 of row 1: plane 1, element 4.
    assertEquals(18 + 6 + 4, first.read(1)[4 * 3 + 1]);
  }

  @Test
  void tensorFilesThatDoNotFitAreRefused() throws IOException {
    Path good = tensors("good.npy", 2, 3, 2, 3);
    for (Path src :
        List.of(
            tensors("shape.npy", 2, 3, 3, 2),
            tensors("flat.npy", 2, 18),
            classes("ints.npy", 1, 2),
            text("text.npy", "hello"))) {
      assertEquals(
          Failure.INPUT,
          assertThrows(OctetException.class, () -> open(src, 2, null)).failure(),
          src.toString());
    }
    for (Path labels :
        List.of(
            classes("few.npy", 1),
            classes("large.npy", 1, 2),
            tensors("float.npy", 2),
            text("labels.txt", "a\nb\n"))) {
      assertEquals(
          Failure.INPUT,
          assertThrows(OctetException.class, () -> open(good, 2, labels)).failure(),
          labels.toString());
    }
    float[][] rows = {new float[18], new float[18]};
    rows[1][7] = Float.NaN;
    try (OutputStream out = Files.newOutputStream(good)) {
      NpyWriter.writeFloats(out, rows, 2, 3, 2, 3);
    }
    TensorSource source = open(good, 2, null);
    assertEquals(0, source.read(0)[0]);
    OctetException e = assertThrows(OctetException.class, () -> source.read(1));
    assertTrue(e.where().endsWith("row 1"), e.getMessage());
  }

  @Test
  void drawsEvenlyAndAlwaysTheSame() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      for (int i = 0; i < (name.equals("b") ? 2 : 9); i++) {
        picture("s/" + name + "/" + i + ".png", i);
      }
    }
    TensorSource all = open(folder.resolve("s"), 3, null);
    TensorSource drawn = Sampler.draw(all, 11, 42);
    assertInstanceOf(PixelSource.class, drawn);
    List<Integer> labels = labels(drawn);
    assertEquals(11, labels.size());
    assertEquals(2, labels.stream().filter(label -> label == 1).count());
    assertTrue(labels.stream().filter(label -> label == 0).count() >= 4, labels.toString());
    // The same in every JDK: Random's algorithm is prescribed.
    List<String> expected = List.of("a/4.png", "b/0.png", "c/3.png", "c/5.png");
    assertEquals(expected, names(Sampler.draw(all, 4, 42)));
    assertTrue(!names(Sampler.draw(all, 4, 43)).equals(expected));
    assertEquals(names(all), names(Sampler.draw(all, 100, 1)));
    assertEquals(0, Sampler.draw(all, 0, 1).size());
    assertArrayEquals(all.read(0), Sampler.draw(all, 100, 1).read(0));
  }

  @Test
  void ordersByCodePoint() {
    List<String> sorted = new ArrayList<>(List.of("\uFF5E", "\uD83D\uDE00", "b", "a", "ab", "Z"));
    sorted.sort(CodePoints.ORDER);
    assertEquals(List.of("Z", "a", "ab", "b", "\uFF5E", "\uD83D\uDE00"), sorted);
  }
}
