package dev.octet.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.KernelTrial;
import dev.octet.runtime.schedule.operation.Window;
import dev.octet.runtime.vector.dense.DenseConvolution;
import dev.octet.runtime.vector.packed.PackedPointwise;
import org.junit.jupiter.api.Test;

/** The set with three pixels in a long, whatever the machine. */
class PackedKernelsTest extends KernelSetContract {
  private static final Window POINT = Window.pointwise();

  @Override
  protected KernelSet set() {
    return new VectorKernels(true);
  }

  @Test
  void pointwiseConvolutionsAreDoneByIt() {
    KernelTrial[] trials = {
      new KernelTrial(1).convolution(1, 3, 1, 1, 1, POINT),
      new KernelTrial(2).convolution(7, 7, 960, 160, 1, POINT),
      new KernelTrial(3).convolution(56, 56, 24, 144, 1, POINT)
    };
    for (KernelTrial trial : trials) {
      assertInstanceOf(PackedPointwise.class, trial.prepare(set()), trial::toString);
      assertInstanceOf(
          DenseConvolution.class, trial.prepare(new VectorKernels(false)), trial::toString);
    }
  }
}
