package dev.octet.quantizer.testing;

import dev.octet.calibration.TensorSource;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.Set;
import java.util.stream.IntStream;

/** Normally distributed tensors, some of which cannot be read. */
public record RandomInputs(FloatGraph graph, int size, long seed, Set<Integer> unreadable)
    implements TensorSource {
  public RandomInputs(FloatGraph graph, int size, long seed) {
    this(graph, size, seed, Set.of());
  }

  public int[] all() {
    return IntStream.range(0, size).toArray();
  }

  @Override
  public String name(int index) {
    return "input" + index;
  }

  @Override
  public float[] read(int index) {
    if (unreadable.contains(index)) {
      throw new OctetException(Failure.INPUT, "not a picture", name(index), "remove it");
    }
    return MobileNets.input(graph, seed * 1000 + index);
  }
}
