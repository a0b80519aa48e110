package dev.octet.cli.compare;

import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One comparison on photos and labels with names that try to break out of the page, made once for
 * all tests.
 */
final class ReportFixture {
  private static final int PER_CLASS = 8;
  private static final String LONG = "x".repeat(300);

  /** What stands after the first word of each label. */
  static final List<String> HOSTILE =
      List.of(
          "<script>alert('label')</script>",
          "\"><img src=x onerror=alert(1)>",
          "\u05e9\u05dc\u05d5\u05dd \u202e\u05e2\u05d5\u05dc\u05dd",
          "\ud83d\ude00\ud83d\udc69\u200d\ud83d\ude80 emoji",
          LONG,
          "{{mustache}} {{{raw}}} ${el}",
          "'single' & &amp; \"double\" </td></table>",
          "--> ]]> <!-- \u2028 line",
          "javascript:alert(1) `tick`",
          "plain");

  /** Names for photos that a file system takes. */
  static final List<String> FILES =
      List.of(
          "<script>alert(1)<script>.png",
          "\"quote' &amp; <b>.png",
          "{{name}} {{{raw}}}.png",
          "y".repeat(240) + ".png",
          "\u202egnp.\u05e9\u05dc\u05d5\u05dd.png",
          "\ud83d\ude00.png");

  final Path folder;
  final Path photos;
  final Path labels;
  final Path model;
  final Path report;
  final Path json;
  final Path dump;
  final Octet compared;

  private static ReportFixture instance;

  /** Makes it or finds it. */
  static synchronized ReportFixture get() throws IOException {
    if (instance == null) {
      instance = new ReportFixture();
    }
    return instance;
  }

  private ReportFixture() throws IOException {
    folder = Files.createTempDirectory("octet-report");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    labels = folder.resolve("labels.txt");
    photos = folder.resolve("photos");
    model = folder.resolve("model <b>.octet");
    report = folder.resolve("report.html");
    json = folder.resolve("report.json");
    dump = folder.resolve("logits.npz");
    copyPhotos();
    Object[] more = {"--normalize", "imagenet", "--labels", labels, "--samples", "8"};
    Octet.quantize(Samples.V1, Samples.PHOTOS.resolve("bag"), model, more).ok();
    compared = compare("--report", report, "--json", json, "--dump-logits", dump).ok();
  }

  /** Compares on the photos. */
  Octet compare(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("compare", Samples.V1, model));
    arguments.addAll(
        List.of("--data", photos, "--labels", labels, "--layer-images", 8, "--cost-images", 2));
    arguments.addAll(List.of(more));
    return Octet.run(arguments.toArray());
  }

  private void copyPhotos() throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> classes = Files.readAllLines(Samples.LABELS, StandardCharsets.UTF_8);
    int hostile = 0;
    for (int c = 0; c < classes.size(); c++) {
      lines.add(classes.get(c) + " " + HOSTILE.get(c));
      Path from = Samples.PHOTOS.resolve(classes.get(c));
      Path to = Files.createDirectories(photos.resolve(classes.get(c)));
      List<Path> pictures;
      try (Stream<Path> files = Files.list(from)) {
        pictures = files.sorted().limit(PER_CLASS).toList();
      }
      for (Path picture : pictures) {
        String name = picture.getFileName().toString();
        if (hostile < FILES.size() && picture == pictures.get(0)) {
          name = representable(FILES.get(hostile++)) ? FILES.get(hostile - 1) : name;
        }
        Files.copy(picture, to.resolve(name));
      }
    }
    Files.write(labels, lines, StandardCharsets.UTF_8);
  }

  /** Whether this JVM can make a file of such a name; it depends on the locale. */
  static boolean representable(String name) {
    return Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
