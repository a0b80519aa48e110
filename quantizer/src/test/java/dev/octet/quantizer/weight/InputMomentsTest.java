package dev.octet.quantizer.weight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Moments against the plain definition: every patch, one element after the other. */
class InputMomentsTest {
  private static final int IMAGES = 3;

  private record Case(Op.Conv conv, Shape shape, TensorQuantization in, ActivationStore store) {
    InputMoments collect(int threads) {
      return InputMoments.collect(conv, shape, "x", in, store, new Parallel(threads));
    }

    int element(int image, int index) {
      int[] value = new int[1];
      ActivationStore.widen(store.get("x", image), index, 1, value);
      return value[0];
    }
  }

  @Property(tries = 60)
  void anyWindow(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int perGroup = 1 + random.nextInt(3);
    int groups = 1 + random.nextInt(4);
    isNaive(random(random, groups, perGroup, window(random)));
  }

  @Property(tries = 30)
  void pointwise(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    isNaive(random(random, 1, 1 + random.nextInt(12), Window.pointwise()));
  }

  @Property(tries = 30)
  void depthwise(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    isNaive(random(random, 2 + random.nextInt(8), 1, window(random)));
  }

  @Example
  void moreThreadsThanWork() {
    SplittableRandom random = new SplittableRandom(1);
    Case c = random(random, 1, 8, Window.square(3, 1, 1));
    isSame(c.collect(1), c.collect(2), 1);
    isSame(c.collect(1), c.collect(5), 1);
  }

  private static Window window(SplittableRandom r) {
    return new Window(
        1 + r.nextInt(3),
        1 + r.nextInt(4),
        1 + r.nextInt(2),
        1 + r.nextInt(3),
        r.nextInt(2),
        r.nextInt(3),
        r.nextInt(2),
        r.nextInt(3),
        1 + r.nextInt(2),
        1);
  }

  private static Case random(SplittableRandom random, int groups, int perGroup, Window window) {
    Shape shape = new Shape(6, 7, groups * perGroup);
    int taps = window.kernelHeight * window.kernelWidth;
    Op.Conv conv =
        new Op.Conv(
            window,
            groups,
            groups * 2,
            new float[groups * 2 * taps * perGroup],
            new float[groups * 2]);
    boolean wide = random.nextInt(3) == 0;
    double[] scale = new double[shape.channels()];
    double[] zeroPoint = new double[shape.channels()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = 0.01 + random.nextDouble();
      zeroPoint[c] = wide ? 0 : -128 + 255 * random.nextDouble();
    }
    ElementType type = wide ? ElementType.INT16 : ElementType.INT8;
    ActivationStore store = new ActivationStore(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      byte[] bytes = new byte[shape.elements()];
      short[] shorts = new short[shape.elements()];
      for (int e = 0; e < bytes.length; e++) {
        bytes[e] = (byte) random.nextInt(-128, 128);
        shorts[e] = (short) random.nextInt(-32768, 32768);
      }
      store.put("x", i, wide ? shorts : bytes);
    }
    return new Case(conv, shape, new TensorQuantization(type, scale, zeroPoint), store);
  }

  private static void isNaive(Case c) {
    InputMoments got = c.collect(1);
    isSame(got, c.collect(2), c.conv.groups());
    isSame(got, c.collect(5), c.conv.groups());
    for (int g = 0; g < c.conv.groups(); g++) {
      double[] exact = new double[got.length()];
      double[][] second = new double[got.length()][got.length()];
      int patches = 0;
      Window w = c.conv.window();
      for (int i = 0; i < IMAGES; i++) {
        for (int y = 0; y < w.outputHeight(c.shape.height()); y++) {
          for (int x = 0; x < w.outputWidth(c.shape.width()); x++, patches++) {
            double[] fraction = patch(c, i, g, y, x, false);
            double[] whole = patch(c, i, g, y, x, true);
            for (int k = 0; k < exact.length; k++) {
              exact[k] += fraction[k];
              for (int j = 0; j <= k; j++) {
                second[k][j] += whole[k] * whole[j];
              }
            }
          }
        }
      }
      double[][] about = about(c, g, second.length, patches);
      for (int k = 0; k < exact.length; k++) {
        for (int j = 0; j <= k; j++) {
          assertEquals(
              about[k][j], got.centered(g)[k][j], 1e-9 * second[k][k] + 1e-9 * second[j][j]);
        }
        // padding reads the element nearest to 0.0, which is a fraction away from it
        assertEquals(exact[k] / patches, got.mean(g)[k], 1e-6);
        for (int j = 0; j <= k; j++) {
          assertEquals(second[k][j], got.second(g)[k][j]);
        }
      }
    }
  }

  /** Sum of products about the mean of all patches. */
  private static double[][] about(Case c, int group, int length, int patches) {
    Window w = c.conv.window();
    List<double[]> all = new ArrayList<>();
    double[] mean = new double[length];
    for (int i = 0; i < IMAGES; i++) {
      for (int y = 0; y < w.outputHeight(c.shape.height()); y++) {
        for (int x = 0; x < w.outputWidth(c.shape.width()); x++) {
          double[] patch = patch(c, i, group, y, x, true);
          all.add(patch);
          for (int k = 0; k < length; k++) {
            mean[k] += patch[k] / patches;
          }
        }
      }
    }
    double[][] sum = new double[length][length];
    for (double[] patch : all) {
      for (int k = 0; k < length; k++) {
        for (int j = 0; j <= k; j++) {
          sum[k][j] += (patch[k] - mean[k]) * (patch[j] - mean[j]);
        }
      }
    }
    return sum;
  }

  /** Elements minus zero points; padding is the element nearest to 0.0. */
  private static double[] patch(Case c, int image, int group, int y, int x, boolean wholeZero) {
    Window w = c.conv.window();
    int perGroup = c.shape.channels() / c.conv.groups();
    double[] patch = new double[w.kernelHeight * w.kernelWidth * perGroup];
    for (int k = 0; k < patch.length; k++) {
      int channel = group * perGroup + k % perGroup;
      int tap = k / perGroup;
      int row = y * w.strideHeight - w.padTop + tap / w.kernelWidth * w.dilationHeight;
      int column = x * w.strideWidth - w.padLeft + tap % w.kernelWidth * w.dilationWidth;
      double zero = c.in.zeroPoint()[channel];
      boolean inside =
          row >= 0 && row < c.shape.height() && column >= 0 && column < c.shape.width();
      int element =
          inside
              ? c.element(image, (row * c.shape.width() + column) * c.shape.channels() + channel)
              : (int) Math.rint(zero);
      patch[k] = element - (wholeZero ? Math.rint(zero) : zero);
    }
    return patch;
  }

  private static void isSame(InputMoments a, InputMoments b, int groups) {
    for (int g = 0; g < groups; g++) {
      assertArrayEquals(a.mean(g), b.mean(g));
      for (int k = 0; k < a.length(); k++) {
        assertArrayEquals(a.second(g)[k], b.second(g)[k]);
      }
    }
  }
}
