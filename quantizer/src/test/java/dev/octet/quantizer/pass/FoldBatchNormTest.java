package dev.octet.quantizer.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.RandomNetwork;
import org.junit.jupiter.api.Test;

/** Folding leaves the float network's outputs as they are. */
class FoldBatchNormTest {
  private static FloatGraph foldsWithoutChange(FloatGraph graph) {
    FloatGraph folded = new FoldBatchNorm().apply(graph);
    assertTrue(folded.nodes().stream().noneMatch(node -> node.op() instanceof Op.BatchNorm));
    for (int seed = 0; seed < 3; seed++) {
      float[] input = MobileNets.input(graph, seed);
      float[] wanted = new FloatExecutor(graph).newSession().run(input);
      float[] got = new FloatExecutor(folded).newSession().run(input);
      double largest = 0;
      for (float w : wanted) {
        largest = Math.max(largest, Math.abs(w));
      }
      for (int i = 0; i < wanted.length; i++) {
        assertEquals(wanted[i], got[i], 2e-5 * largest);
      }
    }
    return folded;
  }

  @Test
  void theFamily() {
    foldsWithoutChange(MobileNets.v1(32, 0.25, 10, 1));
    foldsWithoutChange(MobileNets.v3Small(32, 10, 2));
    FloatGraph v2 = foldsWithoutChange(MobileNets.v2(32, 0.35, 10, 3));
    assertEquals(
        v2.nodes().stream().filter(n -> n.op() instanceof Op.Conv).count(),
        MobileNets.v2(32, 0.35, 10, 3).nodes().stream()
            .filter(n -> n.op() instanceof Op.Conv)
            .count());
  }

  @Test
  void afterAConvolutionWithBias() {
    RandomNetwork net = network();
    String x = net.batchNorm("bn", net.conv("conv", net.input(), 6, 3, 2, 1, true));
    assertEquals(1, foldsWithoutChange(net.build("bias", x)).nodes().size());
  }

  @Test
  void twoInARow() {
    RandomNetwork net = network();
    String x = net.conv("conv", net.input(), 6, 3, 1, 1, true);
    x = net.batchNorm("bn2", net.batchNorm("bn1", x));
    assertEquals(1, foldsWithoutChange(net.build("two", x)).nodes().size());
  }

  @Test
  void aloneItBecomesDepthwise() {
    RandomNetwork net = network();
    FloatGraph folded = foldsWithoutChange(net.build("alone", net.batchNorm("bn", net.input())));
    Op.Conv conv = (Op.Conv) folded.nodes().get(0).op();
    assertTrue(conv.isDepthwise(folded.inputShape()) && conv.window().isPointwise());
  }

  @Test
  void twoAloneBecomeOneDepthwise() {
    RandomNetwork net = network();
    String x = net.batchNorm("bn2", net.batchNorm("bn1", net.input()));
    assertEquals(1, foldsWithoutChange(net.build("two alone", x)).nodes().size());
  }

  @Test
  void aConvolutionThatOthersReadStaysAsItIs() {
    RandomNetwork net = network();
    String conv = net.conv("conv", net.input(), 6, 3, 1, 1, true);
    String sum = net.add("add", new Op.Add(), net.batchNorm("bn", conv), conv);
    FloatGraph graph = net.build("shared", sum);
    FloatGraph folded = foldsWithoutChange(graph);
    assertEquals(3, folded.nodes().size());
    Op.Conv before = (Op.Conv) graph.nodes().get(0).op();
    assertTrue(before == folded.nodes().get(0).op(), "untouched");
  }

  @Test
  void aConvolutionThatIsTheOutputStaysAsItIs() {
    RandomNetwork net = network();
    String conv = net.conv("conv", net.input(), 6, 3, 1, 1, true);
    net.batchNorm("bn", conv);
    assertEquals(conv, foldsWithoutChange(net.build("output", conv)).outputName());
  }

  private static RandomNetwork network() {
    return new RandomNetwork(9, new Shape(7, 5, 3));
  }
}
