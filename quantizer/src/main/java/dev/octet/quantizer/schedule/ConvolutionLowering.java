package dev.octet.quantizer.schedule;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.weight.QuantizedWeights;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Weights;

/** Turns a convolution and its quantized weights into an operation. */
public final class ConvolutionLowering {
  private ConvolutionLowering() {}

  /** The operation. */
  public static Operation lower(Step.Conv step, QuantizedWeights weights, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization out = context.quantization(step.output());
    Epilogue epilogue =
        step.residual().isPresent()
            ? EpilogueBuilder.buildWithResidual(
                weights.scale(),
                step.activation(),
                out,
                context.index(step.residual().get()),
                context.quantization(step.residual().get()))
            : EpilogueBuilder.build(weights.scale(), step.activation(), out);
    short[] padValue = new short[in.channels()];
    for (int c = 0; c < padValue.length; c++) {
      padValue[c] = (short) in.quantize(0, c);
    }
    return new Convolution(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        step.conv().window(),
        step.conv().groups(),
        new Weights(weights.weights(), 0, weights.weights().length),
        weights.bias(),
        padValue,
        epilogue);
  }
}
