package dev.octet.runtime.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.Trial;
import dev.octet.runtime.kernel.Trial.Ending;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Window;
import org.junit.jupiter.api.Test;

class ScalarKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ScalarKernels.Form.LOOPS);
  }

  @Test
  void gatesMeansAndAdditionsAreDoneHere() {
    Trial gate = new Trial(1).multiply(4, 5, 16, true, ElementType.INT16);
    assertInstanceOf(ScalarMultiply.class, gate.prepare(set()));
    Trial mean = new Trial(2).globalAveragePool(7, 7, 16);
    assertInstanceOf(ScalarMean.class, mean.prepare(set()));
    Trial sum = new Trial(3).ending(Ending.RESIDUAL).elementwise(3, 5, 16);
    assertInstanceOf(ScalarElementwise.class, sum.prepare(set()));
  }

  @Test
  void convolutionsOfWideMapsAreDoneHere() {
    ElementType wide = ElementType.INT16;
    Window point = new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1);
    Trial matrix = new Trial(1).types(wide, wide, wide).convolution(4, 5, 24, 16, 1, point);
    assertInstanceOf(ScalarMatrix.class, matrix.prepare(set()));
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    Trial depthwise = new Trial(2).types(wide, wide, wide).convolution(4, 5, 24, 24, 24, window);
    assertInstanceOf(ScalarDepthwise.class, depthwise.prepare(set()));
  }

  @Test
  void meansOfTheLargestMaps() {
    new Trial(1).globalAveragePool(128, 128, 3).check(set());
    new Trial(2).globalAveragePool(128, 129, 3).check(set());
  }
}
