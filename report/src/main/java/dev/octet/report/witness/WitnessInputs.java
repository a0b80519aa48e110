package dev.octet.report.witness;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.InputPass;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.preprocess.Preprocessor;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Inputs for a witness, spread over a source: tensors as they are, or photos preprocessed in
 * several ways, each decoded once for every way of resizing.
 */
final class WitnessInputs {
  private final TensorSource source;
  private final Parallel parallel;
  private final int[] chosen;
  private final Map<String, List<byte[]>> resized = new HashMap<>();
  private Inputs tensors;

  WitnessInputs(TensorSource source, int most, Parallel parallel) {
    this.source = source;
    this.parallel = parallel;
    int count = Math.min(most, source.size());
    this.chosen =
        IntStream.range(0, count).map(i -> (int) ((long) i * source.size() / count)).toArray();
  }

  /**
   * The inputs that can be read.
   *
   * @param rules how photos are preprocessed; empty for tensors
   */
  Inputs of(Optional<Preprocessing> rules, Shape shape) {
    if (rules.isEmpty() || !(source instanceof PixelSource pictures)) {
      if (tensors == null) {
        List<float[]> read = new ArrayList<>();
        InputPass.over(source, parallel)
            .only(chosen)
            .tolerant()
            .run(source::read, () -> "", (own, i, input) -> input, (i, input) -> read.add(input));
        tensors = new Inputs(read.size(), read::get);
      }
      return tensors;
    }
    Preprocessing way = rules.get();
    List<byte[]> pixels =
        resized.computeIfAbsent(
            way.resize + " " + way.cropFraction + " " + shape, key -> pixels(pictures, way, shape));
    return new Inputs(pixels.size(), i -> normalized(pixels.get(i), way, shape.channels()));
  }

  private List<byte[]> pixels(PixelSource pictures, Preprocessing way, Shape shape) {
    List<byte[]> result = new ArrayList<>();
    InputPass.over(pictures, parallel)
        .only(chosen)
        .tolerant()
        .run(
            pictures::image,
            () -> new Preprocessor(way, shape.height(), shape.width(), shape.channels()),
            (preprocessor, index, image) -> {
              byte[] pixels = new byte[shape.elements()];
              preprocessor.pixels(
                  image.rgb(),
                  0,
                  PixelFormat.RGB,
                  image.width(),
                  image.height(),
                  3 * image.width(),
                  pixels,
                  0);
              return pixels;
            },
            (index, pixels) -> result.add(pixels));
    return result;
  }

  private static float[] normalized(byte[] pixels, Preprocessing way, int channels) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) way.real(pixels[i] & 255, i % channels);
    }
    return values;
  }
}
