package dev.octet.quantizer.tuning;

import dev.octet.model.graph.Shape;
import dev.octet.model.parallel.Parallel;
import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.simulate.ActivationStore;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepGraph;
import dev.octet.quantizer.weight.InputMoments;

/** Moments of what the steps before really produced to the tuning inputs. */
public record MeasuredMoments(StepGraph graph, Parallel parallel) implements TuningMoments {
  @Override
  public InputMoments inputs(Step.Conv step, TensorQuantization input, ActivationStore store) {
    return InputMoments.collect(
        step.conv(), graph.shape(step.source()), step.source(), input, store, parallel);
  }

  @Override
  public double[] mean(String tensor, TensorQuantization quantization, ActivationStore store) {
    Shape shape = graph.shape(tensor);
    long[] sums = new long[shape.channels()];
    int[] elements = new int[shape.elements()];
    for (int i = 0; i < store.images(); i++) {
      ActivationStore.widen(store.get(tensor, i), 0, elements.length, elements);
      for (int p = 0, at = 0; p < shape.pixels(); p++) {
        for (int c = 0; c < sums.length; c++, at++) {
          sums[c] += elements[at];
        }
      }
    }
    double count = (double) store.images() * shape.pixels();
    double[] mean = new double[sums.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = quantization.scale()[c] * (sums[c] / count - quantization.zeroPoint()[c]);
    }
    return mean;
  }
}
