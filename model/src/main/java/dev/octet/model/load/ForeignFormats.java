package dev.octet.model.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Models of formats that Octet does not read, told by their content or their names, and how to make
 * a file of them that it does.
 */
final class ForeignFormats {
  private static final int MOST_NAMED = 5;

  private static final String SAVED_MODEL =
      "load it where it was trained and save it as one file (model.save('model.keras')), or convert"
          + " it: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx";

  private static final String TO_ONNX = "export the network as ONNX from where it was trained";

  /** Endings of files that Octet reads. */
  private static final List<String> READ =
      List.of(
          ".onnx",
          ".keras",
          ".h5",
          ".hdf5",
          ".pth",
          ".pt",
          ".ckpt",
          ".bin",
          ".safetensors",
          ".tflite");

  /**
   * A format.
   *
   * @param endings of file names, lower case
   * @param name what it is
   * @param remedy how to convert it
   */
  private record Format(List<String> endings, String name, String remedy) {}

  private static final List<Format> BY_NAME =
      List.of(
          new Format(
              List.of(".caffemodel", ".prototxt"),
              "a Caffe model",
              "convert it with caffe2onnx, or rebuild the network in PyTorch or Keras and load its"
                  + " weights"),
          new Format(
              List.of(".pb", ".pbtxt"),
              "a TensorFlow graph",
              "convert it: python -m tf2onnx.convert --graphdef frozen.pb --inputs IN:0 --outputs"
                  + " OUT:0 --output model.onnx; of a SavedModel, give the folder"),
          new Format(
              List.of(".index", ".meta", ".data-00000-of-00001"),
              "a TensorFlow checkpoint, which holds weights but no network",
              "load it into the network, then model.save('model.keras')"),
          new Format(
              List.of(".mlmodel", ".mlpackage", ".mlmodelc"),
              "a Core ML model",
              "export the network as ONNX from where it was trained; Core ML has no way back"),
          new Format(List.of(".param"), "an NCNN model", TO_ONNX),
          new Format(List.of(".mnn"), "an MNN model", TO_ONNX),
          new Format(List.of(".rknn"), "an RKNN model", TO_ONNX),
          new Format(List.of(".engine", ".plan", ".trt"), "a TensorRT engine", TO_ONNX),
          new Format(List.of(".dlc"), "a Qualcomm SNPE model", TO_ONNX),
          new Format(
              List.of(".pdmodel", ".pdiparams", ".pdparams"),
              "a Paddle model",
              "convert it: paddle2onnx --model_dir FOLDER --model_filename inference.pdmodel"
                  + " --params_filename inference.pdiparams --save_file model.onnx"),
          new Format(
              List.of(".params", "-symbol.json"),
              "an MXNet model",
              "export it as ONNX: mxnet.onnx.export_model(symbol, parameters, shapes)"),
          new Format(
              List.of(".msgpack"),
              "weights of Flax",
              "load them into the network in PyTorch or Keras and save that"),
          new Format(
              List.of(".pt2", ".pte", ".ptl"),
              "an exported PyTorch program",
              "export the network as ONNX (torch.onnx.export), or save model.state_dict()"),
          new Format(
              List.of(".ort"),
              "a model in ONNX Runtime's own format",
              "give the .onnx file that it was made of"),
          new Format(
              List.of(".gguf", ".ggml"), "a GGUF model", "Octet takes image classifiers as ONNX"),
          new Format(
              List.of(".npz", ".mat"),
              "a collection of arrays without a network",
              "load them into the network in PyTorch or Keras and save that"),
          new Format(
              List.of(".xml"),
              "an OpenVINO model",
              "give the ONNX file that it was made of, or export the network as ONNX"),
          new Format(
              List.of(".json", ".yaml", ".yml"),
              "the description of a network without its weights",
              "save network and weights together, with model.save('model.keras')"),
          new Format(
              List.of(".tgz", ".tar", ".gz", ".7z", ".rar", ".zip"),
              "an archive",
              "unpack it and give the model in it"));

  private ForeignFormats() {}

  /** The refusal of a folder, by what lies in it. */
  static OctetException folder(Path folder) {
    String where = folder.toString();
    if (Files.isRegularFile(folder.resolve("saved_model.pb"))
        || Files.isRegularFile(folder.resolve("saved_model.pbtxt"))) {
      return refusal("a TensorFlow SavedModel", where, SAVED_MODEL.replace("FOLDER", where));
    }
    Optional<OctetException> named = byName(folder);
    if (named.isPresent()) {
      return named.get();
    }
    List<String> inside;
    try (Stream<Path> files = Files.list(folder)) {
      inside =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> READ.stream().anyMatch(lower(name)::endsWith))
              .sorted()
              .limit(MOST_NAMED)
              .toList();
    } catch (IOException e) {
      inside = List.of();
    }
    return new OctetException(
        Failure.INPUT,
        "this is a folder, not a model file",
        where,
        inside.isEmpty() ? "give a file" : "give a file in it, such as " + inside);
  }

  /** The refusal of a file that begins like one of another format, before others are asked. */
  static Optional<OctetException> byContent(Path file, byte[] head) {
    String where = file.toString();
    String text = new String(head, ISO_8859_1);
    if (isSavedModel(head)) {
      Path parent = file.toAbsolutePath().getParent();
      return Optional.of(
          refusal(
              "the graph of a TensorFlow SavedModel, without its weights",
              where,
              SAVED_MODEL.replace("FOLDER", parent == null ? "." : parent.toString())));
    }
    if (text.startsWith("ORTM", 4)) {
      return Optional.of(of(".ort", where));
    }
    if (text.startsWith("GGUF")) {
      return Optional.of(of(".gguf", where));
    }
    if (text.startsWith("7767517")) {
      return Optional.of(of(".param", where));
    }
    if (isGraph(head, text)) {
      return Optional.of(of(".pb", where));
    }
    return Optional.empty();
  }

  /** The refusal of a file that no reader knows, by the end of its name. */
  static Optional<OctetException> byName(Path file) {
    String name = lower(String.valueOf(file.getFileName()));
    return BY_NAME.stream()
        .filter(format -> format.endings().stream().anyMatch(name::endsWith))
        .findFirst()
        .map(format -> refusal(format.name(), file.toString(), format.remedy()));
  }

  private static OctetException of(String ending, String where) {
    Format format =
        BY_NAME.stream().filter(f -> f.endings().contains(ending)).findFirst().orElseThrow();
    return refusal(format.name(), where, format.remedy());
  }

  private static OctetException refusal(String what, String where, String remedy) {
    return new OctetException(
        Failure.UNSUPPORTED, "this is " + what + "; Octet does not read it", where, remedy);
  }

  /**
   * A protobuf message of schema version 1 whose second field holds a message: in an ONNX file,
   * which begins alike, it is the name of a tool.
   */
  private static boolean isSavedModel(byte[] head) {
    if (head.length < 8 || head[0] != 8 || head[1] != 1 || head[2] != 0x12) {
      return false;
    }
    int i = 3;
    while (i < head.length - 1 && head[i] < 0) {
      i++;
    }
    return i + 1 < head.length && head[i + 1] == 0x0a;
  }

  /** A frozen graph of TensorFlow begins with a node: its name, then an operation. */
  private static boolean isGraph(byte[] head, String text) {
    return head.length > 4
        && head[0] == 0x0a
        && (text.contains("\u0012\u000bPlaceholder") || text.contains("\u0012\u0005Const"));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
