package dev.octet.quantizer.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.quantizer.write.SampleSchedule;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.Lifetimes;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArenaPlannerTest {
  static Stream<Named<Schedule>> networks() {
    return Stream.of(
        Named.of("V1 224", NetworkShapes.v1(224)),
        Named.of("V2 224", NetworkShapes.v2(224)),
        Named.of("V2 96", NetworkShapes.v2(96)),
        Named.of("V3-Large 224", NetworkShapes.v3Large(224)),
        Named.of("V3-Small 224", NetworkShapes.v3Small(224)),
        Named.of("V3-Small 64", NetworkShapes.v3Small(64)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void peakIsWithinFivePercentOfTheLowerBound(Schedule network) {
    Schedule planned = ArenaPlanner.plan(network);
    long bound8 = ArenaPlanner.lowerBound(network, false);
    long bound16 = ArenaPlanner.lowerBound(network, true);
    assertTrue(planned.arena8 <= 1.05 * bound8, planned.arena8 + " over " + bound8);
    assertTrue(planned.arena16 <= 1.05 * bound16, planned.arena16 + " over " + bound16);
    assertApart(planned);
  }

  @Property(tries = 100)
  void plannedSchedulesAreValidAndAnswerTheSame(@ForAll long seed) {
    Schedule planned = ArenaPlanner.plan(SampleSchedule.everyKind(seed));
    ScheduleValidator.validate(planned, "planned");
    assertApart(planned);
    OctetModel model = OctetModel.of(planned, KernelSets.choose("reference"));
    try (Session session = model.newSession()) {
      for (GoldenVector vector : planned.golden) {
        session.run(vector.input, 0);
        for (int c = 0; c < vector.output.length; c++) {
          assertEquals(vector.output[c], session.rawLogit(c));
        }
      }
    }
  }

  private static void assertApart(Schedule schedule) {
    Lifetimes lifetimes = new Lifetimes(schedule);
    for (int a = 0; a < schedule.tensors.length; a++) {
      TensorSpec x = schedule.tensors[a];
      assertEquals(0, x.arenaOffset() % ArenaPlanner.ALIGNMENT);
      for (int b = a + 1; b < schedule.tensors.length; b++) {
        TensorSpec y = schedule.tensors[b];
        boolean meet =
            x.type() == y.type()
                && x.arenaOffset() < y.arenaOffset() + y.elements()
                && y.arenaOffset() < x.arenaOffset() + x.elements();
        if (meet && lifetimes.overlap(a, b)) {
          assertTrue(lifetimes.mayShare(a, b), x.name() + " and " + y.name());
          assertEquals(x.arenaOffset(), y.arenaOffset());
        }
      }
    }
  }
}
