package dev.octet.cli.option;

import dev.octet.cli.console.Console;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.format.bytes.OctetFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens models. */
public final class Models {
  /** Multiply-accumulates below which the JVM would be done before its vector code is compiled. */
  private static final long LITTLE_WORK = 5_000_000_000L;

  private Models() {}

  /** Reads a float model and says what was decided for the user. */
  public static FloatModel readFloat(Path file, ImportOptions options, Console console) {
    return announced(readQuietly(file, options), console);
  }

  /** Reads a float model and says nothing yet. */
  public static FloatModel readQuietly(Path file, ImportOptions options) {
    if (isOctet(file)) {
      throw new OctetException(
          Failure.USAGE, "this is an int8 model", file.toString(), "give the float model");
    }
    return FloatModels.read(file, options);
  }

  /** Says what was decided for the user. */
  static FloatModel announced(FloatModel model, Console console) {
    for (Choice choice : model.choices()) {
      console.note(choice.name() + ": " + choice.value() + " (" + choice.reason() + ")");
    }
    return model;
  }

  /** Loads an int8 model. */
  public static OctetModel load(Path file) {
    return OctetModel.load(file);
  }

  /**
   * Loads an int8 model with kernels that need no warm-up; {@link #forWork} changes them when there
   * is much to do. The outputs are the same.
   */
  public static OctetModel loadForLittle(Path file) {
    boolean named = System.getProperty(KernelSets.PROPERTY) != null;
    return OctetModel.load(file, named ? KernelSets.choose() : KernelSets.choose("scalar"));
  }

  /** The same model with the kernels that are best for this many inferences. */
  public static OctetModel forWork(OctetModel model, long inferences) {
    return inferences * model.macs() < LITTLE_WORK
        ? model
        : OctetModel.of(model.schedule(), KernelSets.choose());
  }

  /** Whether a file is an int8 model, by its first bytes. */
  public static boolean isOctet(Path file) {
    byte[] magic = OctetFormat.magic();
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    } catch (IOException e) {
      return false;
    }
  }

  /** The size of a file in bytes. */
  public static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT, "cannot be read: " + e.getMessage(), file.toString(), "check the path", e);
    }
  }
}
