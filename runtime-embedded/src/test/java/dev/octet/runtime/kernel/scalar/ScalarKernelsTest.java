package dev.octet.runtime.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.KernelTrial;
import dev.octet.runtime.kernel.KernelTrial.Ending;
import dev.octet.runtime.kernel.scalar.product.ProductForm;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
import org.junit.jupiter.api.Test;

class ScalarKernelsTest extends KernelSetContract {
  @Override
  protected KernelSet set() {
    return new ScalarKernels(ProductForm.LOOPS);
  }

  @Test
  void gatesMeansAndAdditionsAreDoneHere() {
    KernelTrial gate = new KernelTrial(1).multiply(4, 5, 16, true, ElementType.INT16);
    assertInstanceOf(ScalarGate.class, gate.prepare(set()));
    KernelTrial mean = new KernelTrial(2).globalAveragePool(7, 7, 16);
    assertInstanceOf(ScalarMean.class, mean.prepare(set()));
    KernelTrial sum = new KernelTrial(3).ending(Ending.RESIDUAL).elementwise(3, 5, 16);
    assertInstanceOf(ScalarElementwise.class, sum.prepare(set()));
  }

  @Test
  void convolutionsOfWideMapsAreDoneHere() {
    ElementType wide = ElementType.INT16;
    Window point = Window.pointwise();
    KernelTrial matrix =
        new KernelTrial(1).types(wide, wide, wide).convolution(4, 5, 24, 16, 1, point);
    assertInstanceOf(ScalarConvolution.class, matrix.prepare(set()));
    Window window = Window.square(3, 1, 1);
    KernelTrial depthwise =
        new KernelTrial(2).types(wide, wide, wide).convolution(4, 5, 24, 24, 24, window);
    assertInstanceOf(LoopedDepthwise.class, depthwise.prepare(set()));
  }

  @Test
  void meansOfTheLargestMaps() {
    new KernelTrial(1).globalAveragePool(128, 128, 3).check(set());
    new KernelTrial(2).globalAveragePool(128, 129, 3).check(set());
  }
}
