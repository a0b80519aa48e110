package dev.octet.report.advice;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.RgbImage;
import dev.octet.calibration.input.InputPass;
import dev.octet.model.Normalization;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.Proportion;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.preprocess.Preprocessor;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks whether the float model is any good on labelled photos. Wrong preprocessing is the usual
 * reason why it is not, and no quantizer can mend that.
 */
public final class PreprocessingCheck {
  /** What an accuracy has to exceed: chance and this share of the way from chance to 100 %. */
  private static final double ABOVE_CHANCE = 0.05;

  private final FloatExecutor executor;
  private final Parallel parallel;

  /** Checks a float model. */
  public PreprocessingCheck(FloatExecutor executor, int threads) {
    this.executor = executor;
    this.parallel = new Parallel(threads);
  }

  /**
   * The float model's top-1 on the labelled inputs of a source; unreadable ones do not count. Empty
   * when nothing counts.
   */
  public Optional<Proportion> accuracy(TensorSource source) {
    int[] counts = new int[2];
    labelled(source)
        .run(
            source::read,
            executor::newSession,
            (session, index, input) -> Fidelity.argmax(session.run(input)) == source.label(index),
            (index, right) -> {
              counts[0] += right ? 1 : 0;
              counts[1]++;
            });
    return counts[1] == 0 ? Optional.empty() : Optional.of(Proportion.of(counts[0], counts[1]));
  }

  private InputPass labelled(TensorSource source) {
    return InputPass.over(source, parallel)
        .only(IntStream.range(0, source.size()).filter(i -> source.label(i) >= 0).toArray())
        .tolerant();
  }

  /** Whether an accuracy could as well be luck. */
  public boolean nearChance(Proportion accuracy) {
    double chance = 1.0 / executor.graph().outputShape().channels();
    return accuracy.low() <= chance + ABOVE_CHANCE * (1 - chance);
  }

  /** A usual way to preprocess. */
  public record Way(Normalization normalization, Resize resize) {
    private static List<Way> all() {
      List<Way> ways = new ArrayList<>();
      for (Normalization normalization : Normalization.values()) {
        for (Resize resize : Resize.values()) {
          ways.add(new Way(normalization, resize));
        }
      }
      return ways;
    }
  }

  /**
   * The best of the usual ways to preprocess, if it is clearly not luck.
   *
   * @param way the best
   * @param accuracy what the float model reaches with it
   */
  public record Better(Way way, Proportion accuracy) {}

  /** Tries the usual ways to preprocess on the labelled pictures of a source. */
  public Optional<Better> best(PixelSource source) {
    List<Way> usual = Way.all();
    int channels = executor.graph().inputShape().channels();
    List<Preprocessing> ways =
        usual.stream()
            .map(way -> way.normalization().preprocessing(way.resize(), channels))
            .toList();
    int[] correct = new int[ways.size()];
    int[] total = new int[1];
    Shape shape = executor.graph().inputShape();
    labelled(source)
        .run(
            source::image,
            executor::newSession,
            (session, index, image) ->
                ways.stream()
                    .map(way -> Fidelity.argmax(session.run(input(image, way, shape))))
                    .map(answer -> answer == source.label(index))
                    .toList(),
            (index, right) -> {
              total[0]++;
              for (int i = 0; i < correct.length; i++) {
                correct[i] += right.get(i) ? 1 : 0;
              }
            });
    int best = 0;
    for (int i = 1; i < correct.length; i++) {
      if (correct[i] > correct[best]) {
        best = i;
      }
    }
    if (total[0] == 0) {
      return Optional.empty();
    }
    Proportion accuracy = Proportion.of(correct[best], total[0]);
    return nearChance(accuracy)
        ? Optional.empty()
        : Optional.of(new Better(usual.get(best), accuracy));
  }

  private static float[] input(RgbImage image, Preprocessing way, Shape shape) {
    byte[] pixels = new byte[shape.elements()];
    new Preprocessor(way, shape.height(), shape.width(), shape.channels())
        .pixels(
            image.rgb(),
            0,
            PixelFormat.RGB,
            image.width(),
            image.height(),
            3 * image.width(),
            pixels,
            0);
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) way.real(pixels[i] & 255, i % shape.channels());
    }
    return values;
  }
}
