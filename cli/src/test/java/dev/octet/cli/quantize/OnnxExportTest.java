package dev.octet.cli.quantize;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.octet.calibration.Progress;
import dev.octet.calibration.Sources;
import dev.octet.calibration.TensorSource;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import dev.octet.model.graph.Shape;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.TensorSpec;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime answers on the QDQ export as the runtime does on the {@code .octet} file. */
class OnnxExportTest {
  private static final int PHOTOS = 200;

  @TempDir private static Path folder;

  @Test
  void onnxRuntimeAgrees() throws OrtException {
    Path file = folder.resolve("v3.octet");
    Path onnx = folder.resolve("v3.onnx");
    Octet.run(
            "quantize",
            Samples.DEMO.resolve("models/mobilenet_v3_small.safetensors"),
            "--calibration",
            Samples.PHOTOS,
            "--samples",
            "30",
            "--size",
            "56",
            "--resize",
            "stretch",
            "--export-onnx",
            onnx,
            "-o",
            file)
        .ok();
    OctetModel model = OctetModel.load(file);
    TensorSpec input = model.input();
    Shape shape = new Shape(input.height(), input.width(), input.channels());
    TensorSource photos =
        Sources.open(
            Samples.DEMO.resolve("images/test"),
            Samples.pictures(shape, 10, model.schedule().preprocessing),
            Progress.SILENT);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    int agree = 0;
    try (Session session = model.newSession();
        OrtSession oracle = environment.createSession(onnx.toString())) {
      for (int i = 0; i < PHOTOS; i++) {
        float[] photo = photos.read(i * photos.size() / PHOTOS);
        session.run(photo);
        float[] logits = new float[model.classes()];
        for (int c = 0; c < logits.length; c++) {
          logits[c] = (float) session.logit(c);
        }
        agree += argmax(logits) == argmax(run(oracle, photo, shape)) ? 1 : 0;
      }
    }
    assertTrue(agree >= 0.995 * PHOTOS, agree + " of " + PHOTOS + " answers");
  }

  @Test
  void anUnwritableExportIsFoundOutFirst() {
    Octet refused =
        Octet.run(
            "quantize",
            Samples.V1,
            "--calibration",
            Samples.PHOTOS,
            "--export-onnx",
            folder.resolve("missing/v1.onnx"),
            "-o",
            folder.resolve("v1.octet"));
    refused.failed(7, "cannot be written", "missing");
  }

  private static float[] run(OrtSession session, float[] photo, Shape shape) throws OrtException {
    float[] chw = new float[photo.length];
    for (int i = 0; i < chw.length; i++) {
      chw[i % shape.channels() * shape.pixels() + i / shape.channels()] = photo[i];
    }
    long[] extents = {1, shape.channels(), shape.height(), shape.width()};
    String name = session.getInputNames().iterator().next();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(chw), extents);
        OrtSession.Result result = session.run(Map.of(name, tensor))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }

  private static int argmax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
