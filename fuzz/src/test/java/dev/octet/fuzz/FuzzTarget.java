package dev.octet.fuzz;

import dev.octet.calibration.Labels;
import dev.octet.calibration.ListFileAccess;
import dev.octet.calibration.image.ExifMode;
import dev.octet.calibration.image.ImageDecoder;
import dev.octet.calibration.npy.NpyFile;
import dev.octet.calibration.npy.NpzRows;
import dev.octet.deploy.ssh.KnownHostsAccess;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.ModelFormat;
import dev.octet.model.keras.KerasFormat;
import dev.octet.model.onnx.OnnxFormat;
import dev.octet.model.tflite.TfliteFormat;
import dev.octet.model.torch.SafetensorsFormat;
import dev.octet.model.torch.TorchFormat;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.app.NetpbmAccess;
import dev.octet.runtime.imageio.ImageIoReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The parsers of the project, each fed with files. */
enum FuzzTarget {
  ONNX(model(new OnnxFormat())),
  TORCH_ZIP(model(new TorchFormat()), Zips::mutated),
  TORCH_LEGACY(model(new TorchFormat())),
  SAFETENSORS(model(new SafetensorsFormat())),
  KERAS_H5(model(new KerasFormat())),
  KERAS_ARCHIVE(model(new KerasFormat()), Zips::mutated),
  NPY(FuzzTarget::npy),
  NPZ(FuzzTarget::npz, Zips::mutated),
  JPEG(FuzzTarget::picture),
  PNG(FuzzTarget::picture),
  BMP(FuzzTarget::picture),
  PNM(FuzzTarget::picture),
  BOARD_PNM(NetpbmAccess::read),
  OCTET(FuzzTarget::octet, Checksums::mutated),
  LABELS(Labels::read),
  LIST(ListFileAccess::read),
  KNOWN_HOSTS(KnownHostsAccess::read),
  BOARD_PICTURE(FuzzTarget::boardPicture),
  TFLITE(model(new TfliteFormat()));

  /** Changes a seed; some formats need sizes and checksums made right again after the change. */
  interface Change {
    byte[] apply(byte[] seed, Mutator mutator);
  }

  private static final int NPZ_COLUMNS = 1000;
  private static final int NPZ_ROWS = 64;
  private static final ImageIoReader BOARD_READER = new ImageIoReader();
  private static final ImageDecoder DECODER = new ImageDecoder(ExifMode.APPLY);

  private final Consumer<Path> parser;
  private final Change change;

  FuzzTarget(Consumer<Path> parser) {
    this(parser, (seed, mutator) -> mutator.mutate(seed));
  }

  FuzzTarget(Consumer<Path> parser, Change change) {
    this.parser = parser;
    this.change = change;
  }

  /** Its name and that of its folder of seeds. */
  String folder() {
    return this == BOARD_PNM ? "pnm" : name().toLowerCase(Locale.ROOT);
  }

  /** Whether its memory may grow with the pixels that a file declares. */
  boolean isPicture() {
    return switch (this) {
      case JPEG, PNG, BMP, PNM, BOARD_PNM, BOARD_PICTURE -> true;
      default -> false;
    };
  }

  /** A changed seed. */
  byte[] mutate(byte[] seed, Mutator mutator) {
    return change.apply(seed, mutator);
  }

  /**
   * Reads a file: returns or throws the one typed exception.
   *
   * @return whether the file was taken
   */
  boolean accepts(Path file) {
    try {
      parser.accept(file);
      return true;
    } catch (OctetException e) {
      return false;
    }
  }

  private static Consumer<Path> model(ModelFormat format) {
    return file -> {
      FloatModel model = format.read(file, ImportOptions.none());
      if (model.graph().nodes().isEmpty()) {
        throw new AssertionError("a model without nodes");
      }
    };
  }

  private static void npy(Path file) {
    NpyFile npy = NpyFile.open(file);
    for (int i = 0; i < Math.min(npy.rows(), 4); i++) {
      npy.row(i);
    }
    if (npy.shape().size() == 1) {
      npy.ints();
    }
  }

  /** As {@code compare} reads other tools' logits: it knows how many rows and columns there are. */
  private static void npz(Path file) {
    try (NpzRows rows = NpzRows.open(file, List.of("int8", "logits"), List.of("float", "labels"))) {
      if (rows.columns() <= NPZ_COLUMNS) {
        for (int i = 0; i < Math.min(rows.rows(), NPZ_ROWS); i++) {
          rows.next();
        }
        rows.end();
      }
    }
  }

  private static void picture(Path file) {
    DECODER.decode(file);
  }

  private static void boardPicture(Path file) {
    try {
      BOARD_READER.read(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void octet(Path file) {
    OctetModel.load(file, KernelSets.choose("reference"));
  }
}
