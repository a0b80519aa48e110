package dev.octet.report.advice;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.TensorSource;
import dev.octet.calibration.image.RgbImage;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.execute.FloatSession;
import dev.octet.model.graph.Shape;
import dev.octet.report.input.OrderedParallel;
import dev.octet.report.statistics.Fidelity;
import dev.octet.report.statistics.Proportion;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.preprocess.Preprocessor;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether the float model is any good on labelled photos. Wrong preprocessing is the usual
 * reason why it is not, and no quantizer can mend that.
 */
public final class PreprocessingCheck {
  /** What an accuracy has to exceed: chance and this share of the way from chance to 100 %. */
  private static final double ABOVE_CHANCE = 0.05;

  private final FloatExecutor executor;
  private final int threads;

  /** Checks a float model. */
  public PreprocessingCheck(FloatExecutor executor, int threads) {
    this.executor = executor;
    this.threads = threads;
  }

  /**
   * The float model's top-1 on the labelled inputs of a source; unreadable ones do not count. Empty
   * when nothing counts.
   */
  public Optional<Proportion> accuracy(TensorSource source) {
    int[] counts = new int[2];
    OrderedParallel.run(
        source.size(),
        threads,
        executor::newSession,
        (session, i) -> correct(session, source, i),
        result -> {
          if (result >= 0) {
            counts[0] += result;
            counts[1]++;
          }
        });
    return counts[1] == 0 ? Optional.empty() : Optional.of(Proportion.of(counts[0], counts[1]));
  }

  /** 1 for a right answer, 0 for a wrong one, -1 for an input that does not count. */
  private static int correct(FloatSession session, TensorSource source, int index) {
    int label = source.label(index);
    if (label < 0) {
      return -1;
    }
    try {
      return Fidelity.argmax(session.run(source.read(index))) == label ? 1 : 0;
    } catch (OctetException e) {
      return -1;
    }
  }

  /** Whether an accuracy could as well be luck. */
  public boolean nearChance(Proportion accuracy) {
    double chance = 1.0 / executor.graph().outputShape().channels();
    return accuracy.low() <= chance + ABOVE_CHANCE * (1 - chance);
  }

  /**
   * The best of some ways to preprocess, if it is clearly not luck.
   *
   * @param index of the best
   * @param accuracy what the float model reaches with it
   */
  public record Advice(int index, Proportion accuracy) {}

  /** Tries ways to preprocess on the labelled pictures of a source. */
  public Optional<Advice> best(PixelSource source, List<Preprocessing> ways) {
    int[] correct = new int[ways.size()];
    int[] total = new int[1];
    OrderedParallel.run(
        source.size(),
        threads,
        executor::newSession,
        (session, i) -> correct(session, source, i, ways, executor.graph().inputShape()),
        result -> {
          if (result.length > 0) {
            total[0]++;
            for (int i = 0; i < correct.length; i++) {
              correct[i] += result[i];
            }
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
    return nearChance(accuracy) ? Optional.empty() : Optional.of(new Advice(best, accuracy));
  }

  private static int[] correct(
      FloatSession session, PixelSource source, int index, List<Preprocessing> ways, Shape shape) {
    int label = source.label(index);
    if (label < 0) {
      return new int[0];
    }
    int[] right = new int[ways.size()];
    try {
      RgbImage image = source.image(index);
      for (int i = 0; i < right.length; i++) {
        float[] input = input(image, ways.get(i), shape);
        right[i] = Fidelity.argmax(session.run(input)) == label ? 1 : 0;
      }
    } catch (OctetException e) {
      return new int[0];
    }
    return right;
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
