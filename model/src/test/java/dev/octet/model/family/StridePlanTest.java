package dev.octet.model.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.family.parameter.StateDict;
import dev.octet.model.graph.Node;
import dev.octet.model.graph.Op;
import dev.octet.model.testing.MobileNets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strides and the place of squeeze-excites, which a state dict does not tell. */
final class StridePlanTest {
  private static final int SIZE = 32;

  private static FloatModel read(ImportOptions options, boolean v3) {
    StateDict dict =
        new StateDict(
            MemoryParameter.of(
                v3 ? MobileNets.v3Small(SIZE, 3, 1) : MobileNets.v2(SIZE, 0.35, 3, 1)),
            true,
            Optional.empty());
    return StateDictImporter.read(dict, options, "m.pth", "PyTorch", "00", List.of());
  }

  private static String choice(FloatModel model, String name) {
    return model.choices().stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static int lastMap(FloatModel model) {
    Node pool =
        model.graph().nodes().stream()
            .filter(node -> node.op() instanceof Op.GlobalAveragePool)
            .reduce((a, b) -> b)
            .orElseThrow();
    return model.graph().shape(pool.input()).height();
  }

  @Test
  void stridesMakeTheMapsLarger() {
    ImportOptions size = ImportOptions.size(SIZE, SIZE);
    FloatModel usual = read(size, false);
    assertEquals("2,1,2,2,2,1,2,1", choice(usual, Choice.STRIDES));
    assertEquals(1, lastMap(usual));
    assertEquals("1x1", choice(usual, "last map"));
    FloatModel small = read(size.withStrides("1,1,1,2,2,1,2,1"), false);
    assertEquals("1,1,1,2,2,1,2,1", choice(small, Choice.STRIDES));
    assertEquals(4, lastMap(small));
    FloatModel dilated = read(size.withStrides("2,1,2,2,2,1,1d2,1d2"), false);
    assertEquals(2, lastMap(dilated));
    assertTrue(
        dilated.graph().nodes().stream()
            .anyMatch(n -> n.op() instanceof Op.Conv c && c.window().dilationHeight == 2));
  }

  @Test
  void readsWhatItWrites() {
    for (Family family : Families.ALL) {
      StridePlan published = StridePlan.of(family);
      assertEquals(
          Optional.of(published), StridePlan.parse(published.text(family), family), family.name());
      List<StridePlan> variants = published.variants(published);
      assertTrue(variants.size() > 8, family.name());
      assertFalse(variants.contains(published));
      for (StridePlan variant : variants) {
        assertEquals(Optional.of(variant), StridePlan.parse(variant.text(family), family));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "2,1", "2,1,2,2,2,1,2,0", "2,1,2,2,2,1,2,x", "2d2,1,2,2,2,1,2,1"})
  void otherListsAreWrongUsage(String list) {
    OctetException e =
        assertThrows(
            OctetException.class, () -> read(ImportOptions.none().withStrides(list), false));
    assertEquals(Failure.USAGE, e.failure(), e.getMessage());
    assertTrue(e.getMessage().contains("7 stages or 17 blocks"), e.getMessage());
  }

  @Test
  void squeezeExcitesStandWhereTheUserSays() {
    ImportOptions size = ImportOptions.size(SIZE, SIZE);
    for (String order : List.of("after", "before", "mixed")) {
      FloatModel model = read(size.withGates(order), true);
      assertEquals(order, choice(model, Choice.GATES));
      Node first =
          model.graph().nodes().stream()
              .filter(n -> n.op() instanceof Op.Mul)
              .findFirst()
              .orElseThrow();
      boolean readsNorm =
          model.graph().nodes().stream()
              .anyMatch(n -> n.output().equals(first.input()) && n.op() instanceof Op.BatchNorm);
      assertEquals(order.equals("before"), readsNorm && !order.equals("mixed"), order);
    }
    assertEquals(
        Failure.USAGE,
        assertThrows(OctetException.class, () -> read(size.withGates("beside"), true)).failure());
    assertEquals(
        Failure.USAGE,
        assertThrows(OctetException.class, () -> read(size.withGates("before"), false)).failure());
  }

  @Test
  void otherReadingsKeepWhatIsGiven() {
    ImportOptions size = ImportOptions.size(SIZE, SIZE);
    FloatModel model = read(size, true);
    assertTrue(OtherReadings.of(model, size, size).size() > 10);
    ImportOptions given = size.withStrides("2,2,2,2,1,2").withGates("after");
    List<OtherReadings.Other> others = OtherReadings.of(read(given, true), given, given);
    assertTrue(
        others.stream().noneMatch(o -> List.of(Choice.STRIDES, Choice.GATES).contains(o.choice())),
        others.toString());
    others.forEach(o -> read(o.options(), true));
  }
}
