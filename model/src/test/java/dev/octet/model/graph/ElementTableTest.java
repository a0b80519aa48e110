package dev.octet.model.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.schedule.output.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ElementTableTest {
  private static final Shape SHAPE = new Shape(3, 4, 6);

  /** Whatever order the numbers have, the parts give exactly that one. */
  private static long[] replayed(List<GraphPart> parts, ElementTable table, int elements) {
    long[] numbers = new long[elements];
    for (GraphPart part : parts) {
      long first = table.first(part.tensor(), SHAPE);
      for (int i = 0; i < part.placement().elements(); i++) {
        numbers[part.placement().target(i)] = first + part.placement().source(i);
      }
    }
    return numbers;
  }

  @Test
  void boxesOfTwoMapsAreOnePartEach() {
    ElementTable table = new ElementTable();
    List<Long> joined = new ArrayList<>();
    for (String tensor : List.of("a", "b")) {
      long first = table.first(tensor, SHAPE);
      // N x (3 anchors x 2) x H x W -> N x H x W x anchors x 2: HWC as it is.
      IntStream.range(0, SHAPE.elements()).forEach(i -> joined.add(first + i));
    }
    long[] numbers = joined.stream().mapToLong(Long::longValue).toArray();
    List<GraphPart> parts = table.parts(numbers).orElseThrow();
    assertEquals(2, parts.size());
    assertTrue(parts.get(0).placement().isWhole(SHAPE.elements()));
    assertEquals(SHAPE.elements(), parts.get(1).placement().target());
    assertArrayEquals(numbers, replayed(parts, table, numbers.length));
  }

  @Test
  void aMapInChannelOrderIsOnePart() {
    ElementTable table = new ElementTable();
    long first = table.first("map", SHAPE);
    Placement placement = ElementTable.ordered(SHAPE, 2, 0, 1);
    long[] numbers =
        IntStream.range(0, SHAPE.elements()).mapToLong(i -> first + placement.source(i)).toArray();
    // Element (c, h, w) of the output is (h, w, c) of the tensor.
    assertEquals(first + (1 * 4 + 2) * 6 + 5, numbers[(5 * 3 + 1) * 4 + 2]);
    List<GraphPart> parts = table.parts(numbers).orElseThrow();
    assertEquals(1, parts.size());
    assertArrayEquals(numbers, replayed(parts, table, numbers.length));
  }

  @Test
  void interleavedRowsOfTwoTensorsAreOnePartEach() {
    ElementTable table = new ElementTable();
    long a = table.first("a", SHAPE);
    long b = table.first("b", SHAPE);
    long[] numbers = new long[2 * SHAPE.elements()];
    for (int row = 0; row < SHAPE.pixels(); row++) {
      for (int c = 0; c < 6; c++) {
        numbers[row * 12 + c] = a + row * 6L + c;
        numbers[row * 12 + 6 + c] = b + row * 6L + c;
      }
    }
    List<GraphPart> parts = table.parts(numbers).orElseThrow();
    assertEquals(2, parts.size());
    assertArrayEquals(numbers, replayed(parts, table, numbers.length));
  }

  @Test
  void anOrderWithoutARuleIsNone() {
    ElementTable table = new ElementTable();
    Shape large = new Shape(32, 32, 1);
    long first = table.first("noise", large);
    long[] numbers =
        new Random(1)
            .ints(0, large.elements())
            .distinct()
            .limit(1000)
            .mapToLong(i -> first + i)
            .toArray();
    assertTrue(table.parts(numbers).isEmpty());
  }

  @Property(tries = 200)
  void slicesInAnyOrderAreReplayed(@ForAll long seed) {
    Random random = new Random(seed);
    ElementTable table = new ElementTable();
    List<Long> joined = new ArrayList<>();
    for (int slice = 0; slice < 4; slice++) {
      long first = table.first("t" + random.nextInt(2), SHAPE);
      int from = random.nextInt(5);
      int to = from + 1 + random.nextInt(6 - from);
      boolean channelsFirst = random.nextBoolean();
      int outer = channelsFirst ? to - from : SHAPE.pixels();
      int inner = channelsFirst ? SHAPE.pixels() : to - from;
      for (int i = 0; i < outer; i++) {
        for (int j = 0; j < inner; j++) {
          int pixel = channelsFirst ? j : i;
          int channel = from + (channelsFirst ? i : j);
          joined.add(first + pixel * 6L + channel);
        }
      }
    }
    long[] numbers = joined.stream().mapToLong(Long::longValue).toArray();
    table
        .parts(numbers)
        .ifPresent(parts -> assertArrayEquals(numbers, replayed(parts, table, numbers.length)));
  }
}
