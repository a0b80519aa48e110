package dev.octet.runtime.vector;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.octet.runtime.kernel.KernelSet;
import dev.octet.runtime.kernel.KernelSetContract;
import dev.octet.runtime.kernel.Trial;
import dev.octet.runtime.schedule.Window;
import org.junit.jupiter.api.Test;

/** The set with three pixels in a long, whatever the machine. */
class TripleKernelsTest extends KernelSetContract {
  private static final Window POINT = new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1);

  @Override
  protected KernelSet set() {
    return new VectorKernels(true);
  }

  @Test
  void pointwiseConvolutionsAreDoneByIt() {
    Trial[] trials = {
      new Trial(1).convolution(1, 3, 1, 1, 1, POINT),
      new Trial(2).convolution(7, 7, 960, 160, 1, POINT),
      new Trial(3).convolution(56, 56, 24, 144, 1, POINT)
    };
    for (Trial trial : trials) {
      assertInstanceOf(TripleKernel.class, trial.prepare(set()), trial::toString);
      assertInstanceOf(
          MatrixKernel.class, trial.prepare(new VectorKernels(false)), trial::toString);
    }
  }
}
