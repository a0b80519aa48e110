package dev.octet.quantizer.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.MobileNets;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.pass.FoldBatchNorm;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is joined into one step, and what must not be. */
class StepFuserTest {
  private final RandomNetwork net = new RandomNetwork(1, new Shape(6, 6, 4));

  private List<Step> fuse(String output) {
    List<Step> steps = StepFuser.fuse(net.build("test", output));
    Set<String> computed = new HashSet<>(Set.of(net.input()));
    for (Step step : steps) {
      assertTrue(computed.containsAll(step.inputs()), step.name() + " reads what is not there");
      assertTrue(computed.add(step.output()), step.output() + " is written twice");
    }
    assertEquals(output, steps.get(steps.size() - 1).output());
    return steps;
  }

  private String conv(String name, String input) {
    return net.conv(name, input, 4, 3, 1, 1, true);
  }

  private String relu6(String name, String input) {
    return net.add(name, new Op.Clip(0, 6), input);
  }

  @Test
  void convolutionAndActivation() {
    List<Step> steps = fuse(relu6("act", conv("conv", net.input())));
    assertEquals(1, steps.size());
    assertEquals(6, steps.get(0).activation().high());
  }

  @Test
  void hardSwishAndHardSigmoidJoinConvolutions() {
    String x = net.add("hs", new Op.HardSwish(), conv("a", net.input()));
    List<Step> steps = fuse(net.add("sig", new Op.HardSigmoid(0.2f, 0.5f), conv("b", x)));
    assertEquals(2, steps.size());
    assertTrue(steps.get(0).activation().hardSwish());
    assertEquals(0.5, steps.get(1).activation().beta());
  }

  @Test
  void convolutionAdditionAndClip() {
    String x = conv("a", net.input());
    String y = net.add("add", new Op.Add(), x, conv("b", x));
    List<Step> steps = fuse(relu6("act", y));
    assertEquals(2, steps.size());
    Step.Conv second = assertInstanceOf(Step.Conv.class, steps.get(1));
    assertEquals(Optional.of(x), second.residual());
    assertEquals(y, second.preActivation());
    assertEquals(6, second.activation().high());
  }

  @Test
  void theOtherSummandComesLater() {
    String a = conv("a", net.input());
    String b = relu6("b.act", conv("b", net.input()));
    List<Step> steps = fuse(net.add("add", new Op.Add(), a, b));
    assertEquals(3, steps.size(), "b is not there yet when a is computed, and b has an activation");
    assertInstanceOf(Step.Elementwise.class, steps.get(2));
  }

  @Test
  void theSecondOfTwoConvolutionsTakesTheAddition() {
    String a = conv("a", net.input());
    String b = conv("b", net.input());
    List<Step> steps = fuse(net.add("add", new Op.Add(), a, b));
    assertEquals(2, steps.size());
    assertEquals(Optional.of(a), ((Step.Conv) steps.get(1)).residual());
  }

  @Test
  void hardSwishIsNotJoinedBehindAResidual() {
    String x = conv("a", net.input());
    String y = net.add("add", new Op.Add(), x, conv("b", x));
    List<Step> steps = fuse(net.add("hs", new Op.HardSwish(), y));
    assertEquals(3, steps.size());
    assertTrue(steps.get(1).activation().isNone());
    assertTrue(steps.get(2).activation().hardSwish());
  }

  @Test
  void anOutputThatIsReadTwiceStays() {
    String x = conv("a", net.input());
    String act = net.add("sig", new Op.HardSigmoid(0.2f, 0.5f), x);
    List<Step> steps = fuse(net.add("mul", new Op.Mul(), x, act));
    assertEquals(3, steps.size());
    assertTrue(steps.get(0).activation().isNone());
  }

  @Test
  void aConvolutionAddedToItselfStays() {
    String x = conv("a", net.input());
    List<Step> steps = fuse(net.add("add", new Op.Add(), x, x));
    assertEquals(2, steps.size());
    assertInstanceOf(Step.Elementwise.class, steps.get(1));
  }

  @Test
  void theGraphsOutputIsNotTakenIn() {
    String x = conv("a", net.input());
    relu6("unused", x);
    List<Step> steps = StepFuser.fuse(net.build("test", x));
    assertEquals(x, steps.get(0).output());
    assertTrue(steps.get(0).activation().isNone());
  }

  @Test
  void stepsOfTheFamilyRoundOnce() {
    FloatGraph v2 = new FoldBatchNorm().apply(MobileNets.v2(32, 0.35, 10, 1));
    List<Step> steps = StepFuser.fuse(v2);
    assertEquals(54, steps.size(), "53 convolutions and a pool");
    assertTrue(steps.stream().noneMatch(step -> step instanceof Step.Elementwise));
    assertEquals(
        10,
        steps.stream().filter(s -> s instanceof Step.Conv c && c.residual().isPresent()).count());
    FloatGraph v3 = new FoldBatchNorm().apply(MobileNets.v3Small(32, 10, 1));
    assertTrue(StepFuser.fuse(v3).stream().noneMatch(step -> step instanceof Step.Elementwise));
  }
}
