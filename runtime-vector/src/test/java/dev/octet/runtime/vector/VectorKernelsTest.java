package dev.octet.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.Trial;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Window;
import org.junit.jupiter.api.Test;

class VectorKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new VectorKernels(false);
  }

  @Test
  void theVectorModuleIsThere() {
    assertTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "tests must run with --add-modules jdk.incubator.vector");
  }

  @Test
  void convolutionsAreNotLeftToTheScalarSet() {
    Trial[] trials = {
      new Trial(1).convolution(7, 7, 24, 72, 1, window(1, 1)),
      new Trial(2).convolution(15, 15, 3, 16, 1, window(3, 2)),
      new Trial(12).convolution(15, 15, 3, 16, 1, window(3, 1)),
      new Trial(3).convolution(9, 9, 40, 40, 40, window(3, 1)),
      new Trial(4).convolution(9, 9, 40, 40, 40, window(5, 2)),
      new Trial(5).convolution(9, 9, 40, 40, 40, window(7, 1)),
      new Trial(6).convolution(1, 1, 96, 100, 1, window(1, 1)),
      new Trial(7)
          .types(ElementType.INT16, ElementType.INT16, ElementType.INT8)
          .convolution(1, 1, 96, 24, 1, window(1, 1)),
      new Trial(10)
          .types(ElementType.INT16, ElementType.INT16, ElementType.INT8)
          .convolution(7, 7, 96, 24, 1, window(1, 1)),
      new Trial(11)
          .types(ElementType.INT16, ElementType.INT16, ElementType.INT8)
          .convolution(7, 7, 24, 24, 24, window(5, 2)),
      new Trial(8).globalAveragePool(7, 7, 96),
      new Trial(9).multiply(7, 7, 96, true, ElementType.INT16)
    };
    for (Trial trial : trials) {
      assertEquals(
          "dev.octet.runtime.vector",
          trial.prepare(set()).getClass().getPackageName(),
          trial::toString);
    }
  }

  private static Window window(int kernel, int stride) {
    int pad = kernel / 2;
    return new Window(kernel, kernel, stride, stride, pad, pad, pad, pad, 1, 1);
  }
}
