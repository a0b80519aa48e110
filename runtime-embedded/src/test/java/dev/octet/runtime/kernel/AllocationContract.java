package dev.octet.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.runtime.kernel.KernelTrial.Ending;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.operation.Window;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Once the JIT compiler is through, no kernel of a set allocates. */
public abstract class AllocationContract {
  private static final ElementType BYTE = ElementType.INT8;
  private static final ElementType SHORT = ElementType.INT16;
  private static final Window POINT = Window.pointwise();

  /**
   * How long this thread may run until the JIT compiler is through, in ns of processor time: the
   * process may have been stopped in between.
   */
  private static final long PATIENCE = 20_000_000_000L;

  /** The set under test. */
  protected abstract KernelSet set();

  @Test
  void nothingIsAllocatedOnceCompiled() {
    KernelTrial[] trials = {
      new KernelTrial(1).convolution(14, 14, 64, 72, 1, POINT),
      new KernelTrial(2).ending(Ending.RESIDUAL).convolution(7, 7, 40, 24, 1, POINT),
      new KernelTrial(3)
          .ending(Ending.HARD_SWISH)
          .convolution(14, 14, 3, 16, 1, Window.square(3, 2, 1)),
      new KernelTrial(4).convolution(14, 14, 40, 40, 40, Window.square(3, 1, 1)),
      new KernelTrial(5)
          .ending(Ending.HARD_SWISH)
          .convolution(14, 14, 40, 40, 40, Window.square(5, 2, 2)),
      new KernelTrial(6).types(BYTE, SHORT, BYTE).convolution(1, 1, 96, 100, 1, POINT),
      new KernelTrial(7).types(SHORT, SHORT, BYTE).convolution(1, 1, 96, 24, 1, POINT),
      new KernelTrial(8).types(BYTE, SHORT, BYTE).globalAveragePool(7, 7, 96),
      new KernelTrial(10).convolution(15, 15, 40, 40, 40, Window.square(3, 2, 1)),
      new KernelTrial(9).multiply(7, 7, 96, true, SHORT),
      new KernelTrial(11).convolution(7, 7, 40, 40, 1, Window.square(3, 1, 1)),
      new KernelTrial(12).ending(Ending.RESIDUAL).elementwise(7, 7, 40),
      new KernelTrial(13).ending(Ending.HARD_SWISH).elementwise(7, 7, 40),
      new KernelTrial(14).convolution(1, 1, 96, 101, 1, POINT),
      new KernelTrial(15).convolution(14, 14, 200, 112, 1, POINT),
      new KernelTrial(16).ending(Ending.HARD_SWISH).convolution(7, 7, 40, 96, 1, POINT),
      new KernelTrial(17).types(SHORT, SHORT, SHORT).convolution(14, 14, 40, 72, 1, POINT),
      new KernelTrial(18)
          .types(SHORT, BYTE, BYTE)
          .convolution(14, 14, 40, 40, 40, Window.square(3, 1, 1)),
      new KernelTrial(19).rearrange(7, 7, 40),
      new KernelTrial(20).resize(4, 4, 40, 7, 7),
      new KernelTrial(21).curve(7, 7, 40, true),
      new KernelTrial(22).types(SHORT, SHORT, BYTE).curve(7, 7, 40, false),
      new KernelTrial(23).types(BYTE, SHORT, BYTE).acrossChannels(3, 3, 40, true),
      new KernelTrial(24).types(SHORT, BYTE, BYTE).acrossChannels(3, 3, 40, false),
      new KernelTrial(25).leakyRelu(7, 7, 40)
    };
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    for (KernelTrial trial : trials) {
      Kernel kernel = trial.prepare(set());
      Memory memory = trial.memory();
      Scratch scratch = KernelTrial.scratch(kernel);
      long allocated = -1;
      long begin = threads.getCurrentThreadCpuTime();
      while (allocated != 0 && threads.getCurrentThreadCpuTime() - begin < PATIENCE) {
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1000; i++) {
          kernel.run(memory, scratch, 0, kernel.units());
        }
        allocated = threads.getThreadAllocatedBytes(thread) - before;
      }
      assertEquals(0, allocated, trial::toString);
    }
  }
}
