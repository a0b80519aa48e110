package dev.octet.cli.compare;

import dev.octet.calibration.Labels;
import dev.octet.calibration.PixelSource;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.Version;
import dev.octet.cli.option.ClassNames;
import dev.octet.cli.option.DataOptions;
import dev.octet.cli.option.ModelOptions;
import dev.octet.cli.option.Models;
import dev.octet.cli.option.PreprocessingOptions;
import dev.octet.model.FloatModel;
import dev.octet.model.file.FileBytes;
import dev.octet.quantizer.provenance.StoredOptions;
import dev.octet.report.compare.Candidate;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.schedule.Preprocessing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison reads.
 *
 * @param floatFile the float model's file
 * @param model the float model
 * @param files the candidates' files
 * @param hashes the SHA-256 of each of them
 * @param candidates what is compared with the float model
 * @param src the data
 * @param source the data, opened
 * @param rules how photos are preprocessed, if they are
 * @param classNames names of the outputs, or none
 */
record CompareInputs(
    Path floatFile,
    FloatModel model,
    List<Path> files,
    List<String> hashes,
    List<Candidate> candidates,
    Path src,
    TensorSource source,
    Optional<Preprocessing> rules,
    List<String> classNames) {

  /** Opens everything, and finds out whether it goes together. */
  static CompareInputs open(
      Path floatFile,
      List<Path> files,
      Path src,
      DataOptions data,
      ModelOptions imported,
      PreprocessingOptions preprocessing,
      Console console) {
    List<Candidate> candidates = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    OctetModel first = null;
    StoredOptions stored = null;
    for (Path file : files) {
      String name = unique(file, files);
      if (file.toString().endsWith(".npz")) {
        Models.bytes(file);
        candidates.add(new Candidate.Logits(name, file));
      } else {
        OctetModel model = Models.load(file);
        StoredOptions own = StoredOptions.of(model, file.toString());
        if (stored == null) {
          first = model;
          stored = own;
        } else {
          stored.checkSame(own);
        }
        checkSame(first, model, file);
        candidates.add(new Candidate.Int8(name, model));
      }
      hashes.add(FileBytes.sha256(file));
    }
    FloatModel model = readFloat(floatFile, first, stored, src, imported, console);
    Optional<Preprocessing> rules;
    TensorSource source;
    if (first != null) {
      if (preprocessing.given()) {
        console.warn("the int8 model says how photos are preprocessed: the options do nothing");
      }
      rules = Optional.ofNullable(first.schedule().preprocessing);
      source = data.open(src, first, console);
    } else {
      rules =
          Sources.isTensorFile(src)
              ? Optional.empty()
              : Optional.of(preprocessing.of(model, console));
      source = data.open(src, model, rules, console);
    }
    return new CompareInputs(
        floatFile,
        model,
        files,
        hashes,
        candidates,
        src,
        source,
        source instanceof PixelSource ? rules : Optional.empty(),
        classNames(data, source, model, first, console));
  }

  /** The float model, in the int8 model's input size if it takes one. */
  private static FloatModel readFloat(
      Path file,
      OctetModel int8,
      StoredOptions stored,
      Path src,
      ModelOptions imported,
      Console console) {
    if (int8 == null) {
      return Sources.isTensorFile(src)
          ? imported.readFor(file, src, console)
          : Models.readFloat(file, imported.options(), console);
    }
    try {
      return Models.readFloat(file, stored.complete(imported.optionsFor(int8.input())), console);
    } catch (OctetException e) {
      if (e.failure() != Failure.USAGE) {
        throw e;
      }
      // Its size is fixed; whether it is the right one is checked with the rest.
      return Models.readFloat(file, stored.complete(imported.options()), console);
    }
  }

  private static void checkSame(OctetModel first, OctetModel other, Path file) {
    Preprocessing a = first.schedule().preprocessing;
    Preprocessing b = other.schedule().preprocessing;
    boolean same =
        a == null || b == null
            ? a == b
            : a.resize == b.resize
                && a.cropFraction == b.cropFraction
                && Arrays.equals(a.mean, b.mean)
                && Arrays.equals(a.std, b.std);
    if (!same) {
      throw new OctetException(
          Failure.USAGE,
          "preprocesses photos in another way than the first int8 model",
          file.toString(),
          "compare these two one at a time");
    }
  }

  private static List<String> classNames(
      DataOptions data, TensorSource source, FloatModel model, OctetModel int8, Console console) {
    int classes = model.graph().classes();
    if (source instanceof PixelSource && data.labels().isPresent()) {
      List<String> names = data.labels().map(Labels::read).orElseThrow().names();
      return names.size() == classes ? names : List.of();
    }
    if (int8 != null && int8.schedule().labels.length == classes) {
      return List.of(int8.schedule().labels);
    }
    return List.of(ClassNames.of(Optional.empty(), source, classes, console));
  }

  /** The file's name, with the folder where two names are equal. */
  private static String unique(Path file, List<Path> files) {
    Path name = file.getFileName();
    long equal = files.stream().filter(other -> name.equals(other.getFileName())).count();
    return equal > 1 ? file.toString() : name.toString();
  }

  /** A hash of everything that the results depend on. */
  byte[] key(List<String> settings) {
    MessageDigest digest = FileBytes.newSha256();
    add(digest, Version.number());
    add(digest, model.sha256());
    add(digest, model.choices().toString());
    hashes.forEach(hash -> add(digest, hash));
    settings.forEach(setting -> add(digest, setting));
    add(digest, stamp(src));
    for (int i = 0; i < source.size(); i++) {
      add(digest, source.name(i));
      add(digest, Integer.toString(source.label(i)));
    }
    return digest.digest();
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static String stamp(Path file) {
    try {
      return file.toAbsolutePath()
          + " "
          + (Files.isDirectory(file)
              ? ""
              : Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      return file.toString();
    }
  }
}
