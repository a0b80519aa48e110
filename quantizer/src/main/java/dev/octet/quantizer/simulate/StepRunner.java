package dev.octet.quantizer.simulate;

import dev.octet.runtime.kernel.Kernel;
import dev.octet.runtime.kernel.Memory;
import dev.octet.runtime.kernel.Scratch;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Operation;

/** Runs one operation on every picture of a store. */
public final class StepRunner {
  private static final int ALIGNMENT = 64;

  private final Run run;

  /** A runner on the run's kernels and threads. */
  public StepRunner(Run run) {
    this.run = run;
  }

  /**
   * Computes the operation's output for every picture and stores it.
   *
   * @param tensors the tensors the operation's indices name; arena places are ignored
   */
  public void run(Operation operation, TensorSpec[] tensors, ActivationStore store) {
    TensorSpec[] placed = tensors.clone();
    int[] used = {0, 0};
    for (int i = 0; i < operation.inputCount(); i++) {
      place(placed, operation.input(i), used);
    }
    place(placed, operation.output(), used);
    Kernel kernel = run.kernels().prepare(operation, placed);
    run.parallel()
        .each(
            store.images(),
            () -> new Worker(used, kernel),
            (worker, image) -> {
              for (int i = 0; i < operation.inputCount(); i++) {
                TensorSpec spec = placed[operation.input(i)];
                copyIn(store.get(spec.name(), image), spec, worker.memory);
              }
              kernel.run(worker.memory, worker.scratch, 0, kernel.units());
              TensorSpec spec = placed[operation.output()];
              store.put(spec.name(), image, copyOut(spec, worker.memory));
            });
  }

  private static void place(TensorSpec[] placed, int index, int[] used) {
    if (placed[index].arenaOffset() >= 0) {
      return; // read twice by the same operation
    }
    int arena = placed[index].type() == ElementType.INT8 ? 0 : 1;
    placed[index] = placed[index].at(used[arena]);
    used[arena] += Math.floorDiv(placed[index].elements() + ALIGNMENT - 1, ALIGNMENT) * ALIGNMENT;
  }

  private static void copyIn(Object elements, TensorSpec spec, Memory memory) {
    Object arena = spec.type() == ElementType.INT8 ? memory.int8 : memory.int16;
    System.arraycopy(elements, 0, arena, spec.arenaOffset(), spec.elements());
  }

  private static Object copyOut(TensorSpec spec, Memory memory) {
    if (spec.type() == ElementType.INT8) {
      byte[] elements = new byte[spec.elements()];
      System.arraycopy(memory.int8, spec.arenaOffset(), elements, 0, elements.length);
      return elements;
    }
    short[] elements = new short[spec.elements()];
    System.arraycopy(memory.int16, spec.arenaOffset(), elements, 0, elements.length);
    return elements;
  }

  private static final class Worker {
    final Memory memory;
    final Scratch scratch;

    Worker(int[] arenas, Kernel kernel) {
      memory = new Memory(arenas[0], arenas[1]);
      scratch = new Scratch(kernel.scratchFloats(), kernel.scratchInts());
    }
  }
}
