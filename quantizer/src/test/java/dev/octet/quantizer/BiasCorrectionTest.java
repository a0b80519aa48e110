package dev.octet.quantizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.testing.RandomNetwork;
import dev.octet.quantizer.range.RangeMethod;
import dev.octet.quantizer.testing.QuantizationTrial;
import dev.octet.quantizer.testing.RandomInputs;
import dev.octet.quantizer.tuning.Techniques;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import org.junit.jupiter.api.Test;

/** docs/arithmetic.md, equation 26: on the tuning inputs every logit's mean is the float one. */
class BiasCorrectionTest {
  private static final int IMAGES = 24;

  private static FloatGraph graph() {
    RandomNetwork net = new RandomNetwork(21, new Shape(14, 14, 3));
    Op relu6 = new Op.Clip(0, 6);
    String x = net.add("a", relu6, net.conv("c1", net.input(), 16, 3, 2, 1, true));
    String y = net.add("b", relu6, net.conv("c2", x, 16, 3, 1, 16, true));
    y = net.add("add", new Op.Add(), x, net.conv("c3", y, 16, 1, 1, 1, true));
    y = net.add("pool", new Op.GlobalAveragePool(), y);
    return net.build("bias", net.conv("fc", y, 12, 1, 1, 1, true));
  }

  @Test
  void meansOfTheLogitsAreThoseOfTheFloatNetwork() {
    double[] error = meanErrors(QuantizationTrial.SETTINGS);
    double step = logitStep(QuantizationTrial.SETTINGS);
    for (double e : error) {
      assertEquals(0, e, 2 * step, "means of " + IMAGES + " inputs, in logit steps of " + step);
    }
  }

  @Test
  void withoutItTheyAreFurtherAway() {
    QuantizerSettings without =
        QuantizationTrial.SETTINGS.withTechniques(
            new Techniques(RangeMethod.MEAN_SQUARE, true, true, false, false, false, false));
    QuantizerSettings with =
        QuantizationTrial.SETTINGS.withTechniques(
            new Techniques(RangeMethod.MEAN_SQUARE, true, true, false, true, false, false));
    assertTrue(power(meanErrors(with)) < 0.1 * power(meanErrors(without)));
  }

  private static double power(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v * v;
    }
    return sum;
  }

  private static double logitStep(QuantizerSettings settings) {
    return OctetModel.of(QuantizationTrial.of(graph(), settings).read(), KernelSets.choose())
        .output()
        .scale(0);
  }

  private static double[] meanErrors(QuantizerSettings settings) {
    QuantizationTrial trial = QuantizationTrial.of(graph(), settings);
    OctetModel model = OctetModel.of(trial.read(), KernelSets.choose());
    FloatExecutor executor = new FloatExecutor(trial.graph());
    RandomInputs inputs = new RandomInputs(trial.graph(), IMAGES, 1);
    double[] error = new double[model.classes()];
    try (Session session = model.newSession()) {
      for (int i = 0; i < IMAGES; i++) {
        float[] input = inputs.read(i);
        float[] wanted = executor.newSession().run(input);
        session.run(input);
        for (int c = 0; c < error.length; c++) {
          error[c] += (session.logit(c) - wanted[c]) / IMAGES;
        }
      }
    }
    return error;
  }
}
