package dev.octet.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.KernelTrial;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
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
    KernelTrial[] trials = {
      new KernelTrial(1).convolution(7, 7, 24, 72, 1, window(1, 1)),
      new KernelTrial(2).convolution(15, 15, 3, 16, 1, window(3, 2)),
      new KernelTrial(12).convolution(15, 15, 3, 16, 1, window(3, 1)),
      new KernelTrial(3).convolution(9, 9, 40, 40, 40, window(3, 1)),
      new KernelTrial(4).convolution(9, 9, 40, 40, 40, window(5, 2)),
      new KernelTrial(5).convolution(9, 9, 40, 40, 40, window(7, 1)),
      new KernelTrial(6).convolution(1, 1, 96, 100, 1, window(1, 1)),
      new KernelTrial(7)
          .types(ElementType.INT16, ElementType.INT16, ElementType.INT8)
          .convolution(1, 1, 96, 24, 1, window(1, 1)),
      new KernelTrial(10)
          .types(ElementType.INT16, ElementType.INT16, ElementType.INT8)
          .convolution(7, 7, 96, 24, 1, window(1, 1)),
      new KernelTrial(11)
          .types(ElementType.INT16, ElementType.INT16, ElementType.INT8)
          .convolution(7, 7, 24, 24, 24, window(5, 2)),
      new KernelTrial(8).globalAveragePool(7, 7, 96),
      new KernelTrial(9).multiply(7, 7, 96, true, ElementType.INT16)
    };
    for (KernelTrial trial : trials) {
      String room = trial.prepare(set()).getClass().getPackageName();
      assertTrue(room.startsWith("dev.octet.runtime.vector."), () -> trial + ": " + room);
    }
  }

  private static Window window(int kernel, int stride) {
    return Window.square(kernel, stride, kernel / 2);
  }
}
