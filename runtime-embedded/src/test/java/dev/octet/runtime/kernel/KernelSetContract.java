package dev.octet.runtime.kernel;

import dev.octet.runtime.kernel.KernelTrial.Ending;
import dev.octet.runtime.kernel.KernelTrial.Values;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every kernel set must do: produce the reference's bits, whatever the operation. */
public abstract class KernelSetContract {
  private static final ElementType BYTE = ElementType.INT8;
  private static final ElementType SHORT = ElementType.INT16;
  private static final Window POINT = Window.pointwise();

  /** The set under test. */
  protected abstract KernelSet set();

  @Test
  void pointwiseAtEveryChannelCountAroundTheTiles() {
    for (int outputs = 1; outputs <= 70; outputs++) {
      new KernelTrial(outputs).convolution(3, 3, 5 + outputs % 4, outputs, 1, POINT).check(set());
    }
    for (int inputs = 1; inputs <= 70; inputs++) {
      new KernelTrial(inputs).convolution(2, 5, inputs, 24, 1, POINT).check(set());
    }
    for (int outputs : new int[] {127, 128, 129, 144, 200}) {
      new KernelTrial(outputs).convolution(5, 5, 33, outputs, 1, POINT).check(set());
    }
  }

  @Test
  void pointwiseAtEveryPixelCountAroundTheTiles() {
    for (int pixels = 1; pixels <= 40; pixels++) {
      new KernelTrial(pixels).convolution(1, pixels, 19, 81, 1, POINT).check(set());
      new KernelTrial(pixels).convolution(pixels, 1, 8, 32, 1, POINT).check(set());
    }
    new KernelTrial(1).convolution(40, 50, 96, 24, 1, POINT).check(set());
  }

  /** Last panels of one, two and three half vectors, whole ones and others. */
  @Test
  void pointwiseAtPixelCountsAroundTheTilesOfNarrowPanels() {
    int[] pixels = {1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 13, 15, 16, 18, 71, 72, 73, 75, 145};
    long seed = 1000;
    for (int outputs : new int[] {8, 17, 23, 24, 25, 32, 40, 56}) {
      for (int count : pixels) {
        new KernelTrial(seed++).convolution(1, count, 50, outputs, 1, POINT).check(set());
        new KernelTrial(seed++)
            .ending(Ending.values()[(int) (seed % Ending.values().length)])
            .convolution(count, 1, 16, outputs, 1, POINT)
            .check(set());
      }
    }
  }

  @Test
  void fullyConnectedAtEveryChannelCountAroundThePanels() {
    long seed = 400;
    for (int outputs = 1; outputs <= 140; outputs++) {
      new KernelTrial(seed++).convolution(1, 1, 1 + outputs % 37, outputs, 1, POINT).check(set());
      new KernelTrial(seed++)
          .ending(Ending.values()[outputs % Ending.values().length])
          .types(SHORT, outputs % 2 == 0 ? SHORT : BYTE, BYTE)
          .values(Values.values()[outputs % 3])
          .convolution(1, 1, 1 + outputs % 23, outputs, 1, POINT)
          .check(set());
    }
  }

  @Test
  void everyEpilogueWithEveryKindOfValues() {
    long seed = 1;
    for (Ending ending : Ending.values()) {
      for (Values values : Values.values()) {
        for (int channels : new int[] {1, 8, 16, 24, 33, 64, 100}) {
          new KernelTrial(seed++)
              .ending(ending)
              .values(values)
              .convolution(4, 7, 24, channels, 1, POINT)
              .check(set());
          new KernelTrial(seed++)
              .ending(ending)
              .values(values)
              .convolution(5, 6, channels, channels, channels, Window.square(3, 1, 1))
              .check(set());
        }
      }
    }
  }

  @Test
  void everyMixOfTypes() {
    long seed = 100;
    for (Ending ending : Ending.values()) {
      for (int mix = 0; mix < 8; mix++) {
        ElementType in = (mix & 1) == 0 ? BYTE : SHORT;
        ElementType out = (mix & 2) == 0 ? BYTE : SHORT;
        ElementType residual = (mix & 4) == 0 ? BYTE : SHORT;
        for (int channels : new int[] {3, 24, 40}) {
          new KernelTrial(seed++)
              .ending(ending)
              .types(in, out, residual)
              .convolution(3, 4, 17, channels, 1, POINT)
              .check(set());
          new KernelTrial(seed++)
              .ending(ending)
              .types(in, out, residual)
              .convolution(4, 5, channels, channels, channels, Window.square(3, 2, 1))
              .check(set());
          new KernelTrial(seed++)
              .ending(ending)
              .types(in, out, residual)
              .convolution(1, 1, 50, channels, 1, POINT)
              .check(set());
          new KernelTrial(seed++)
              .ending(ending)
              .types(in, out, residual)
              .elementwise(3, 5, channels)
              .check(set());
        }
      }
    }
  }

  @Test
  void leakyReluWithEveryKindOfValuesAndMixOfTypes() {
    long seed = 9000;
    for (Values values : Values.values()) {
      for (int mix = 0; mix < 4; mix++) {
        ElementType in = (mix & 1) == 0 ? BYTE : SHORT;
        ElementType out = (mix & 2) == 0 ? BYTE : SHORT;
        for (int channels : new int[] {1, 3, 8, 17, 64}) {
          new KernelTrial(seed++)
              .values(values)
              .types(in, out, BYTE)
              .leakyRelu(3, 5, channels)
              .check(set());
        }
      }
    }
  }

  @Test
  void movesAndCurvesWithEveryKindOfValuesAndMixOfTypes() {
    long seed = 9500;
    for (Values values : Values.values()) {
      for (int mix = 0; mix < 4; mix++) {
        ElementType in = (mix & 1) == 0 ? BYTE : SHORT;
        ElementType out = (mix & 2) == 0 ? BYTE : SHORT;
        for (int channels : new int[] {1, 3, 17, 64}) {
          for (boolean flag : new boolean[] {false, true}) {
            trial(seed++, values, in, out).curve(3, 5, channels, flag).check(set());
            trial(seed++, values, in, out).acrossChannels(3, 5, channels, flag).check(set());
          }
          trial(seed++, values, in, in).rearrange(4, 3, channels).check(set());
          trial(seed++, values, in, in).resize(4, 3, channels, 7, 5).check(set());
        }
      }
    }
  }

  private static KernelTrial trial(long seed, Values values, ElementType in, ElementType out) {
    return new KernelTrial(seed).values(values).types(in, out, BYTE);
  }

  @Test
  void windowsOverWideMaps() {
    long seed = 700;
    Window odd = new Window(2, 5, 2, 1, 0, 3, 1, 2, 2, 1);
    Window dilated = new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2);
    for (Window w :
        new Window[] {
          POINT,
          Window.square(3, 1, 1),
          Window.square(3, 2, 1),
          Window.square(5, 1, 2),
          odd,
          dilated
        }) {
      for (int mix = 0; mix < 3; mix++) {
        ElementType out = mix == 0 ? BYTE : SHORT;
        ElementType residual = mix == 1 ? BYTE : SHORT;
        for (Ending ending : Ending.values()) {
          Values values = Values.values()[(int) (seed % 3)];
          for (int channels : new int[] {5, 16, 33}) {
            new KernelTrial(seed++)
                .values(values)
                .ending(ending)
                .types(SHORT, out, residual)
                .convolution(11, 9, channels, channels, channels, w)
                .check(set());
            new KernelTrial(seed++)
                .values(values)
                .ending(ending)
                .types(SHORT, out, residual)
                .convolution(11, 9, 7, channels, 1, w)
                .check(set());
          }
        }
      }
    }
  }

  /** Sums on both sides of what floats, ints and their high and low bytes hold exactly. */
  @Test
  void longSumsOverWideMaps() {
    for (int depth : new int[] {255, 256, 257, 258, 259, 512, 515, 516, 517, 1030, 3000}) {
      for (Values values : Values.values()) {
        new KernelTrial(depth)
            .types(SHORT, SHORT, SHORT)
            .values(values)
            .convolution(2, 11, depth, 20, 1, POINT)
            .check(set());
      }
    }
    new KernelTrial(1).types(SHORT, BYTE, BYTE).convolution(40, 50, 24, 96, 1, POINT).check(set());
    new KernelTrial(2)
        .types(SHORT, SHORT, BYTE)
        .convolution(30, 30, 72, 72, 72, Window.square(3, 1, 1))
        .check(set());
  }

  @Test
  void residualInPlace() {
    for (int channels : new int[] {7, 16, 24, 40, 70}) {
      new KernelTrial(channels)
          .ending(Ending.RESIDUAL)
          .inPlace()
          .convolution(5, 5, 30, channels, 1, POINT)
          .check(set());
    }
  }

  @Test
  void depthwiseWindows() {
    for (int kernel : new int[] {3, 5, 2, 7}) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int pad = 0; pad <= kernel / 2; pad++) {
          for (int size : new int[] {kernel, 8, 13}) {
            if (size < kernel) {
              continue;
            }
            int channels = 8 * (1 + (size + pad) % 5);
            new KernelTrial(size * 31L + kernel)
                .convolution(
                    size,
                    size + 2,
                    channels,
                    channels,
                    channels,
                    Window.square(kernel, stride, pad))
                .check(set());
          }
        }
      }
    }
    for (int channels = 1; channels <= 70; channels++) {
      new KernelTrial(channels)
          .convolution(4, 4, channels, channels, channels, Window.square(3, 1, 1))
          .check(set());
    }
    new KernelTrial(1).convolution(30, 30, 300, 300, 300, Window.square(5, 2, 2)).check(set());
  }

  @Test
  void denseGroupedDilatedAndRectangularWindows() {
    new KernelTrial(1).convolution(17, 19, 3, 32, 1, Window.square(3, 2, 1)).check(set());
    new KernelTrial(2).convolution(9, 9, 16, 20, 1, Window.square(3, 1, 1)).check(set());
    new KernelTrial(3).convolution(9, 9, 16, 20, 4, Window.square(3, 1, 1)).check(set());
    new KernelTrial(4).convolution(9, 9, 8, 16, 8, Window.square(3, 1, 1)).check(set());
    Window odd = new Window(2, 5, 2, 1, 0, 3, 1, 2, 2, 1);
    new KernelTrial(5).convolution(11, 9, 6, 10, 1, odd).check(set());
    new KernelTrial(6).convolution(11, 9, 24, 24, 24, odd).check(set());
    Window asymmetric = new Window(3, 3, 2, 2, 0, 0, 1, 1, 1, 1);
    new KernelTrial(7).convolution(8, 10, 24, 24, 24, asymmetric).check(set());
    new KernelTrial(8).convolution(8, 10, 3, 24, 1, asymmetric).check(set());
    new KernelTrial(9).convolution(6, 6, 40, 24, 1, Window.square(1, 2, 0)).check(set());
    Window dilated = new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2);
    new KernelTrial(10).convolution(7, 7, 16, 16, 16, dilated).check(set());
  }

  /** As the first convolution of a network. */
  @Test
  void windowsToFewChannels() {
    long seed = 900;
    for (int kernel = 2; kernel <= 5; kernel++) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int inputs = 1; inputs <= 4; inputs++) {
          int pad = (int) (seed % kernel);
          new KernelTrial(seed++)
              .values(Values.values()[(int) (seed % 3)])
              .convolution(
                  kernel + 9,
                  5 + (int) (seed % 60),
                  inputs,
                  16,
                  1,
                  Window.square(kernel, stride, pad))
              .check(set());
        }
      }
    }
    for (int outputs = 1; outputs <= 40; outputs++) {
      new KernelTrial(seed++)
          .convolution(9, 11, 3, outputs, 1, Window.square(3, 2, 1))
          .check(set());
    }
    for (int width = 3; width <= 110; width += 3) {
      new KernelTrial(seed++)
          .ending(Ending.HARD_SWISH)
          .convolution(5, width, 3, 24, 1, Window.square(3, 1, 1))
          .check(set());
    }
    new KernelTrial(seed++).convolution(4, 4, 3, 16, 1, Window.square(7, 2, 3)).check(set());
  }

  /** Three channels with stride 2, around tiles of 8 and 16 pixels of a row. */
  @Test
  void windowsThatBeginSixElementsApart() {
    long seed = 1200;
    for (int width = 13; width <= 100; width += 1 + width / 40) {
      new KernelTrial(seed)
          .values(Values.values()[(int) (seed % 3)])
          .convolution(5, width, 3, 16, 1, Window.square(3, 2, 1))
          .check(set());
      seed++;
    }
    for (int outputs = 1; outputs <= 70; outputs += 1 + outputs / 20) {
      new KernelTrial(seed++)
          .convolution(7, 50, 3, outputs, 1, Window.square(3, 2, 1))
          .check(set());
    }
    for (Ending ending : Ending.values()) {
      for (Values values : Values.values()) {
        for (int outputs : new int[] {8, 16, 24, 32, 40}) {
          new KernelTrial(seed++)
              .ending(ending)
              .values(values)
              .convolution(6, 37, 3, outputs, 1, Window.square(3, 2, 1))
              .check(set());
        }
      }
    }
    for (int kernel = 1; kernel <= 7; kernel++) {
      for (int rows = 1; rows <= 3; rows++) {
        for (int pad = 0; pad < 4; pad++) {
          Window w = new Window(kernel, 8 - kernel, rows, 2, pad, 3 - pad, kernel / 2, pad, 1, 1);
          new KernelTrial(seed++).convolution(8, 33, 3, 16, 1, w).check(set());
        }
      }
    }
    for (int stride : new int[] {1, 3, 6}) {
      new KernelTrial(seed++)
          .convolution(9, 60, 6 / stride, 16, 1, Window.square(3, stride, 1))
          .check(set());
      new KernelTrial(seed++)
          .types(BYTE, SHORT, BYTE)
          .convolution(9, 60, 6 / stride, 20, 1, Window.square(2, stride, 0))
          .check(set());
    }
  }

  /** What steps in bands of rows are made of. */
  @Test
  void paddingOnOneSideOnly() {
    long seed = 300;
    for (int kernel : new int[] {3, 5}) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int top = 0; top < kernel; top++) {
          for (int bottom = 0; bottom < kernel; bottom++) {
            Window w = new Window(kernel, kernel, stride, stride, top, 1, bottom, 1, 1, 1);
            new KernelTrial(seed++).convolution(kernel - 1, 9, 24, 24, 24, w).check(set());
            new KernelTrial(seed++).convolution(kernel + 1, 7, 3, 16, 1, w).check(set());
          }
        }
      }
    }
  }

  @Test
  void longSums() {
    new KernelTrial(1).convolution(2, 3, 1032, 20, 1, POINT).check(set());
    new KernelTrial(2).values(Values.EXTREME).convolution(2, 3, 1032, 20, 1, POINT).check(set());
    new KernelTrial(3).values(Values.EXTREME).convolution(2, 3, 4000, 20, 1, POINT).check(set());
    new KernelTrial(4).values(Values.EXTREME).convolution(1, 1, 4000, 20, 1, POINT).check(set());
    new KernelTrial(5).convolution(1, 1, 1280, 100, 1, POINT).check(set());
    new KernelTrial(6)
        .types(SHORT, SHORT, SHORT)
        .values(Values.EXTREME)
        .convolution(1, 1, 3000, 20, 1, POINT)
        .check(set());
    new KernelTrial(7)
        .types(SHORT, BYTE, BYTE)
        .values(Values.EXTREME)
        .convolution(2, 2, 3000, 20, 1, POINT)
        .check(set());
  }

  /** Sums that some kernels take in parts, each as long as its integers allow. */
  @Test
  void longSumsOfManyPixels() {
    long seed = 700;
    for (int inputs : new int[] {63, 64, 65, 66, 127, 128, 129, 130, 256, 257, 300}) {
      for (Values values : Values.values()) {
        new KernelTrial(seed++).values(values).convolution(3, 5, inputs, 40, 1, POINT).check(set());
      }
    }
    for (int pixels = 1; pixels <= 80; pixels += 1 + pixels / 20) {
      new KernelTrial(seed++).convolution(1, pixels, 160, 104, 1, POINT).check(set());
      new KernelTrial(seed++)
          .ending(Ending.RESIDUAL)
          .convolution(pixels, 1, 150, 112, 1, POINT)
          .check(set());
    }
    new KernelTrial(seed)
        .values(Values.EXTREME)
        .convolution(30, 31, 400, 48, 1, POINT)
        .check(set());
  }

  @Test
  void biasesLargerThanTheSums() {
    long seed = 800;
    for (int inputs : new int[] {1, 2, 16, 70, 200}) {
      for (int outputs : new int[] {16, 24, 100}) {
        new KernelTrial(seed++)
            .largeBiases()
            .convolution(5, 5, inputs, outputs, 1, POINT)
            .check(set());
      }
    }
  }

  @Test
  void gateInPlace() {
    for (int channels : new int[] {7, 16, 24, 40, 64}) {
      new KernelTrial(channels).inPlace().multiply(5, 6, channels, true, SHORT).check(set());
      new KernelTrial(channels).inPlace().multiply(5, 6, channels, false, BYTE).check(set());
    }
  }

  @Test
  void poolsGatesAndTheRest() {
    long seed = 500;
    for (int mix = 0; mix < 4; mix++) {
      ElementType in = (mix & 1) == 0 ? BYTE : SHORT;
      ElementType out = (mix & 2) == 0 ? BYTE : SHORT;
      for (Values values : Values.values()) {
        for (int channels : new int[] {1, 8, 16, 17, 24, 40, 72, 130}) {
          new KernelTrial(seed++)
              .values(values)
              .types(in, out, BYTE)
              .globalAveragePool(7, 5, channels)
              .check(set());
          new KernelTrial(seed++)
              .values(values)
              .ending(Ending.HARD_SWISH)
              .types(in, out, BYTE)
              .globalAveragePool(3, 3, channels)
              .check(set());
          for (int kind = 0; kind < 4; kind++) {
            new KernelTrial(seed++)
                .values(values)
                .ending(kind == 3 ? Ending.TIES : Ending.LINEAR)
                .types(in, out, BYTE)
                .multiply(4, 5, channels, (kind & 1) == 0, kind < 2 ? SHORT : BYTE)
                .check(set());
          }
        }
        new KernelTrial(seed++).types(in, out, BYTE).concat(3, 4, 8, 17, 30).check(set());
        new KernelTrial(seed++).types(in, out, BYTE).pad(3, 4, 17, 1, 0, 2, 3).check(set());
        new KernelTrial(seed++)
            .types(in, out, BYTE)
            .maxPool(9, 8, 20, Window.square(3, 2, 1))
            .check(set());
        new KernelTrial(seed++)
            .types(in, out, BYTE)
            .averagePool(9, 8, 20, Window.square(3, 2, 1), mix == 1)
            .check(set());
      }
    }
  }

  /** Below, at and above what one product sums exactly; every mix of storages. */
  @Test
  void convolutionsOfNineToFifteenBits() {
    long seed = 9000;
    for (int bits = 9; bits <= 15; bits++) {
      ElementType in = ElementType.ofBits(bits);
      for (ElementType out : new ElementType[] {BYTE, ElementType.ofBits(24 - bits), in}) {
        for (int depth : new int[] {3, 8, 16, 24, 33, 64, 96, 130, 257}) {
          for (Ending ending : Ending.values()) {
            new KernelTrial(seed++)
                .ending(ending)
                .values(Values.values()[(int) (seed % 3)])
                .types(in, out, (seed & 1) == 0 ? BYTE : ElementType.ofBits(17 - bits / 2))
                .convolution(5, 7, depth, 8 + (int) (seed % 40), 1, POINT)
                .check(set());
          }
        }
        for (Ending ending : Ending.values()) {
          for (int channels : new int[] {5, 16, 40}) {
            for (int kernel = 3; kernel <= 5; kernel += 2) {
              for (int stride = 1; stride <= 2; stride++) {
                new KernelTrial(seed++)
                    .ending(ending)
                    .types(in, out, in)
                    .convolution(
                        8,
                        9,
                        channels,
                        channels,
                        channels,
                        Window.square(kernel, stride, kernel / 2))
                    .check(set());
              }
            }
          }
          new KernelTrial(seed++)
              .ending(ending)
              .types(in, out, in)
              .convolution(7, 9, 6, 19, 1, Window.square(3, 2, 1))
              .check(set());
        }
      }
    }
  }

  @Test
  void otherOperationsOfNineToFifteenBits() {
    for (int bits = 9; bits <= 15; bits++) {
      ElementType in = ElementType.ofBits(bits);
      for (ElementType out : new ElementType[] {BYTE, ElementType.ofBits(24 - bits), SHORT}) {
        for (Ending ending : Ending.values()) {
          new KernelTrial(bits)
              .ending(ending)
              .types(in, out, out)
              .elementwise(4, 5, 21)
              .check(set());
          new KernelTrial(bits)
              .ending(ending)
              .types(out, in, in)
              .elementwise(4, 5, 21)
              .check(set());
        }
        new KernelTrial(bits).types(in, out, BYTE).globalAveragePool(7, 5, 24).check(set());
        new KernelTrial(bits).types(out, in, BYTE).globalAveragePool(7, 5, 24).check(set());
        new KernelTrial(bits).types(in, out, BYTE).multiply(4, 5, 24, true, SHORT).check(set());
        new KernelTrial(bits).types(BYTE, in, BYTE).multiply(4, 5, 24, true, in).check(set());
        new KernelTrial(bits).types(in, out, BYTE).leakyRelu(4, 5, 24).check(set());
        new KernelTrial(bits).types(in, out, BYTE).concat(3, 4, 8, 17, 30).check(set());
        Window window = Window.square(3, 2, 1);
        new KernelTrial(bits).types(in, out, BYTE).averagePool(9, 8, 20, window, true).check(set());
      }
      new KernelTrial(bits).types(in, in, BYTE).pad(3, 4, 17, 1, 0, 2, 3).check(set());
      new KernelTrial(bits)
          .types(in, in, BYTE)
          .maxPool(9, 8, 20, Window.square(3, 2, 1))
          .check(set());
    }
  }

  @Test
  void randomConvolutions() {
    long base = Long.getLong("octet.seed", 20261122);
    for (int i = 0; i < 150; i++) {
      Random random = new Random(base + i);
      boolean depthwise = random.nextBoolean();
      int kernel = depthwise || random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 1;
      int inputs = 1 + random.nextInt(90);
      Window w = Window.square(kernel, 1 + random.nextInt(2), random.nextInt(kernel));
      Ending[] endings = Ending.values();
      new KernelTrial(base + i)
          .ending(endings[random.nextInt(endings.length)])
          .values(Values.values()[random.nextInt(3)])
          .convolution(
              kernel + random.nextInt(9),
              kernel + random.nextInt(9),
              inputs,
              depthwise ? inputs : 1 + random.nextInt(150),
              depthwise ? inputs : 1,
              w)
          .check(set());
    }
  }
}
