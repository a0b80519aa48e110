package dev.octet.quantizer.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.quantizer.write.OctetWriter;
import dev.octet.quantizer.write.SampleSchedule;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.schedule.BandGroup;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.operation.Convolution;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LowMemoryPlannerTest {
  private static final String[] SETS = {"reference", "scalar"};
  private static final AtomicInteger BANDED = new AtomicInteger();

  private static long bytes(Schedule schedule) {
    return schedule.arena8 + 2L * schedule.arena16;
  }

  @Test
  void mobileNetV2FitsWellUnder600Kilobytes() {
    Schedule plain = NetworkShapes.v2(224);
    assertTrue(bytes(ArenaPlanner.plan(plain)) > 1_500_000);
    assertTrue(bytes(LowMemoryPlanner.plan(plain)) < 600_000);
  }

  @ParameterizedTest
  @MethodSource("dev.octet.quantizer.schedule.ArenaPlannerTest#networks")
  void everyNetworkShrinksToItsNewLowerBound(Schedule network) {
    Schedule plain = ArenaPlanner.plan(network);
    Schedule low = LowMemoryPlanner.plan(network);
    assertTrue(bytes(low) < 0.8 * bytes(plain), bytes(low) + " of " + bytes(plain));
    assertTrue(low.bands.length > 0);
    for (boolean wide : new boolean[] {false, true}) {
      long bound = ArenaPlanner.lowerBound(low, wide);
      long arena = wide ? low.arena16 : low.arena8;
      assertTrue(arena <= 1.05 * bound, arena + " over " + bound);
    }
    assertEquals(bytes(plain), bytes(ArenaPlanner.plan(low.withBands())));
    assertEquals(bytes(low), bytes(LowMemoryPlanner.plan(low)));
  }

  @Property(tries = 150)
  void anyValidBandsAnswerTheSameBits(@ForAll long seed) {
    Schedule plain = SampleSchedule.chain(seed);
    Schedule banded = plain.withBands(randomGroup(plain, new Random(seed)));
    if (ScheduleValidator.takesBands(banded)) {
      BANDED.incrementAndGet();
      assertSameBits(ArenaPlanner.plan(banded));
    }
  }

  @AfterContainer
  static void bandsWereReallyTried() {
    assertTrue(BANDED.get() > 50, BANDED + " schedules had bands");
  }

  private static BandGroup randomGroup(Schedule schedule, Random random) {
    int chain = 0;
    while (schedule.operations[chain] instanceof Convolution) {
      chain++;
    }
    int block = chain - 3;
    if (random.nextInt(3) == 0) {
      return new BandGroup(block + random.nextInt(2), chain - 1, 1 + random.nextInt(3));
    }
    int first = random.nextInt(block - 1);
    int last = first + 1 + random.nextInt(block - first - 1);
    return new BandGroup(first, last, 1 + random.nextInt(3));
  }

  @Property(tries = 20)
  void plannedBandsAnswerTheSameBits(@ForAll long seed) {
    assertSameBits(LowMemoryPlanner.plan(SampleSchedule.chain(seed)));
    assertSameBits(LowMemoryPlanner.plan(SampleSchedule.everyKind(seed)));
  }

  /** The file comes back whole and every kernel set produces the golden vectors' bits. */
  static void assertSameBits(Schedule planned) {
    byte[] file = OctetWriter.toBytes(planned);
    Schedule read = OctetReader.read(file, "low");
    assertArrayEquals(file, OctetWriter.toBytes(read));
    for (String set : SETS) {
      OctetModel model = OctetModel.of(read, KernelSets.choose(set));
      for (int threads : new int[] {1, 3}) {
        try (Session session = model.newSession(threads)) {
          // Several times: the first inferences may be another set's.
          for (int repeat = 0; repeat < 3; repeat++) {
            for (GoldenVector vector : read.golden) {
              session.run(vector.input, 0);
              for (int c = 0; c < vector.output.length; c++) {
                assertEquals(vector.output[c], session.rawLogit(c), set + ", output " + c);
              }
            }
          }
        }
      }
    }
  }
}
