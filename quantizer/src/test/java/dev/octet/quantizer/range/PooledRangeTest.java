package dev.octet.quantizer.range;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.calibration.input.Inputs;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.testing.MobileNets;
import dev.octet.quantizer.pass.FoldBatchNorm;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.runtime.schedule.ElementType;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A mean never leaves the range of what it is the mean of, however few values of it were seen. */
class PooledRangeTest {
  @Test
  void noWiderThanTheMapsRange() {
    FloatGraph network = MobileNets.v2(96, 0.35, 10, 2);
    StepGraph graph = StepGraph.of(new FoldBatchNorm().apply(network));
    float[][] inputs = new float[6][graph.graph().inputShape().elements()];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < inputs.length; i++) {
      for (int e = 0; e < inputs[i].length; e++) {
        // one input far louder than the others: a fitted tail reaches far beyond it
        inputs[i][e] = (float) ((i == 0 ? 8 : 1) * (random.nextDouble() - 0.5));
      }
    }
    ActivationStatistics statistics =
        ActivationStatistics.collect(
            graph, Inputs.of(inputs), inputs.length, Run.of(1, Progress.SILENT));
    Map<String, TensorQuantization> plan =
        QuantizationPlanner.plan(
            graph,
            statistics,
            TensorQuantization.uniform(ElementType.INT8, 0.1, 0, 3),
            new PlanOptions(RangeMethod.MEAN_SQUARE, true, true, Map.of(), Set.of()));
    Step pool =
        graph.steps().stream()
            .filter(Step.GlobalAveragePool.class::isInstance)
            .findFirst()
            .orElseThrow();
    double mean = ScaleBalance.largest(plan.get(pool.output()).scale());
    double map = ScaleBalance.largest(plan.get(pool.inputs().get(0)).scale());
    assertTrue(mean <= map * (1 + 1e-12), mean + " > " + map);
  }
}
