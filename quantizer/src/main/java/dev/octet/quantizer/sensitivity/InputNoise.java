package dev.octet.quantizer.sensitivity;

import dev.octet.model.graph.FloatGraph;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a way to quantize does to the logits of some inputs (docs/arithmetic.md, equation 23).
 *
 * @param signal power of each input's float logits
 * @param noise power of their errors
 */
public record InputNoise(double[] signal, double[] noise) {
  private static final double MOST_DB = 100;

  /** What is usual is left only for something with at most this share of its noise. */
  private static final double WORTHWHILE = 0.9;

  /** Of no inputs. */
  public static final InputNoise NONE = new InputNoise(new double[0], new double[0]);

  /**
   * The noise of some outputs.
   *
   * @param logits the float network's, of at least as many inputs
   * @param answers what came of them
   */
  public static InputNoise of(float[][] logits, double[][] answers) {
    int elements = answers.length == 0 ? 0 : logits[0].length;
    return of(logits, answers, List.of(new int[] {0, elements}));
  }

  /**
   * The noise of that output of a network which has most, compared with its signal.
   *
   * @param logits the float network's answers, of at least as many inputs
   * @param answers what came of them
   */
  public static InputNoise worst(FloatGraph graph, float[][] logits, double[][] answers) {
    return graph.outputs().stream()
        .map(output -> of(logits, answers, graph.answerRanges(output)))
        .max(Comparator.comparingDouble(InputNoise::relative))
        .orElseThrow();
  }

  private static InputNoise of(float[][] logits, double[][] answers, List<int[]> ranges) {
    double[] signal = new double[answers.length];
    double[] noise = new double[answers.length];
    for (int i = 0; i < answers.length; i++) {
      float[] wanted = logits[i];
      for (int[] range : ranges) {
        for (int c = range[0]; c < range[1]; c++) {
          double error = wanted[c] - answers[i][c];
          signal[i] += (double) wanted[c] * wanted[c];
          noise[i] += error * error;
        }
      }
    }
    return new InputNoise(signal, noise);
  }

  /** The same way's noise on these and other inputs. */
  public InputNoise and(InputNoise others) {
    return new InputNoise(join(signal, others.signal), join(noise, others.noise));
  }

  private static double[] join(double[] a, double[] b) {
    return DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).toArray();
  }

  /** Noise over signal, both summed over all inputs. */
  public double relative() {
    return sum(noise) / Math.max(sum(signal), Double.MIN_NORMAL);
  }

  /** The signal-to-noise ratio of all inputs together, dB. */
  public double decibels() {
    return decibels(relative());
  }

  /** The signal-to-noise ratio of each input, dB, within -100 and 100. */
  public DoubleStream singleDecibels() {
    return IntStream.range(0, noise.length)
        .mapToDouble(
            i -> {
              double db = decibels(noise[i] / Math.max(signal[i], Double.MIN_NORMAL));
              return Math.min(Math.max(db, -MOST_DB), MOST_DB);
            });
  }

  /**
   * Mean signal-to-noise ratio of single inputs, dB: one input out of the ordinary can hold most of
   * all noise, and hardly moves this.
   */
  public double meanDecibels() {
    return singleDecibels().average().orElseThrow();
  }

  /** Whether it is worth leaving what is usual: clearly less noise in all, and of single inputs. */
  public boolean isClearlyBelow(InputNoise usual) {
    return relative() < WORTHWHILE * usual.relative()
        && meanDecibels() > usual.meanDecibels() + decibels(WORTHWHILE);
  }

  /** Whether there is less noise in all, and of single inputs. */
  public boolean isBelow(InputNoise other) {
    return relative() < other.relative() && meanDecibels() > other.meanDecibels();
  }

  /** Relative noise as a signal-to-noise ratio, dB. */
  static double decibels(double relativeNoise) {
    return -10 * StrictMath.log10(Math.max(relativeNoise, 1e-30));
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }
}
