package dev.octet.model.execute.plan;

import dev.octet.model.execute.kernel.FloatKernel;
import dev.octet.model.execute.kernel.FloatScratch;
import dev.octet.model.graph.Shape;
import java.util.List;

/**
 * One pass over memory: a kernel, then elementwise kernels in place on what it has just written.
 *
 * @param stages the kernels with the buffers they read
 * @param output buffer written by all of them
 * @param tensor name of the tensor that is complete afterwards
 * @param shape its shape
 */
public record PlanStep(List<Stage> stages, int output, String tensor, Shape shape) {
  /** Elements that a group of pieces may touch: a good part of a core's own cache. */
  private static final int TILE_ELEMENTS = 24 * 1024;

  /** Pieces are grouped in multiples of this, so that no kernel sees ragged groups. */
  private static final int GRANULARITY = 16;

  /**
   * A kernel of a step.
   *
   * @param kernel what is computed
   * @param inputs buffers read, in the op's order
   */
  record Stage(FloatKernel kernel, int[] inputs) {}

  /** Number of independent pieces. */
  public int pieces() {
    return stages.get(0).kernel().pieces();
  }

  /** First piece of one of {@code parts} equal parts; part {@code parts} is the end. */
  public int boundary(int part, int parts) {
    if (part == parts) {
      return pieces();
    }
    int unit = stages.get(0).kernel().pixelwise() ? GRANULARITY : 1;
    long units = pieces() / unit;
    return (int) (units * part / parts) * unit;
  }

  /** Computes some pieces, a cache's worth at a time. */
  public void run(float[][] buffers, int from, int to, FloatScratch scratch) {
    FloatKernel first = stages.get(0).kernel();
    int tile = to - from;
    if (first.pixelwise()) {
      int fitting = TILE_ELEMENTS / first.elementsPerPiece() / GRANULARITY * GRANULARITY;
      tile = Math.max(2 * GRANULARITY, fitting);
    }
    for (int start = from; start < to; start += tile) {
      int end = Math.min(to, start + tile);
      for (Stage stage : stages) {
        float[][] inputs = new float[stage.inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
          inputs[i] = buffers[stage.inputs[i]];
        }
        stage.kernel.run(inputs, buffers[output], start, end, scratch);
      }
    }
  }
}
