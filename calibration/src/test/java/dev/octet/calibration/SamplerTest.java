package dev.octet.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is drawn and what is left are the whole source, once. */
class SamplerTest {
  /** Inputs of three classes. */
  private record Numbers(int size) implements TensorSource {
    @Override
    public String name(int index) {
      return "row " + index;
    }

    @Override
    public int label(int index) {
      return index % 3;
    }

    @Override
    public float[] read(int index) {
      return new float[] {index};
    }
  }

  private static List<Integer> values(TensorSource source) {
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      values.add((int) source.read(i)[0]);
    }
    return values;
  }

  @Test
  void drawnAndRestAreTheWholeSource() {
    for (int count : new int[] {0, 1, 7, 20, 30}) {
      List<Integer> drawn = values(Sampler.draw(new Numbers(20), count, 5));
      List<Integer> rest = values(Sampler.rest(new Numbers(20), count, 5));
      assertEquals(Math.min(count, 20), drawn.size());
      List<Integer> all = new ArrayList<>(drawn);
      all.addAll(rest);
      assertEquals(IntStream.range(0, 20).boxed().toList(), all.stream().sorted().toList());
      assertEquals(rest.stream().sorted().toList(), rest);
    }
  }
}
