package dev.octet.quantizer.schedule;

import dev.octet.quantizer.range.TensorQuantization;
import dev.octet.quantizer.step.Step;
import dev.octet.quantizer.step.StepActivation;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.Rescale;
import dev.octet.runtime.schedule.operation.AveragePool;
import dev.octet.runtime.schedule.operation.Concat;
import dev.octet.runtime.schedule.operation.Elementwise;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.MaxPool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Pad;
import java.util.Map;

/**
 * Turns the steps that have no weights into operations, one small lowering for each kind
 * (docs/arithmetic.md, equations 4 to 7 and 13).
 */
public final class StepLowering {
  private interface Lowering<S extends Step> {
    Operation lower(S step, LoweringContext context);
  }

  private static final Map<Class<? extends Step>, Lowering<? extends Step>> LOWERINGS =
      Map.ofEntries(
          entry(Step.Elementwise.class, StepLowering::elementwise),
          entry(Step.LeakyRelu.class, LeakyReluLowering::lower),
          entry(Step.Curve.class, CurveLowering::lower),
          entry(Step.AcrossChannels.class, MoveLowering::acrossChannels),
          entry(Step.Multiply.class, StepLowering::multiply),
          entry(Step.GlobalAveragePool.class, StepLowering::globalAveragePool),
          entry(Step.AveragePool.class, StepLowering::averagePool),
          entry(Step.MaxPool.class, StepLowering::maxPool),
          entry(Step.Pad.class, StepLowering::pad),
          entry(Step.Rearrange.class, MoveLowering::rearrange),
          entry(Step.Resize.class, MoveLowering::resize),
          entry(Step.Concat.class, StepLowering::concat));

  private StepLowering() {}

  private static <S extends Step> Map.Entry<Class<? extends Step>, Lowering<? extends Step>> entry(
      Class<S> kind, Lowering<S> lowering) {
    return Map.entry(kind, lowering);
  }

  /** The operation of a step without weights. */
  @SuppressWarnings("unchecked") // the map's keys and values agree
  public static Operation lower(Step step, LoweringContext context) {
    return ((Lowering<Step>) LOWERINGS.get(step.getClass())).lower(step, context);
  }

  private static Operation elementwise(Step.Elementwise step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization out = context.quantization(step.output());
    Epilogue epilogue =
        step.residual().isPresent()
            ? EpilogueBuilder.buildWithResidual(
                in.scale(),
                step.activation(),
                out,
                context.index(step.residual().get()),
                context.quantization(step.residual().get()))
            : EpilogueBuilder.build(in.scale(), step.activation(), out);
    return new Elementwise(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        in.zeroPoints(),
        withSummand(epilogue, step.activation(), out));
  }

  /**
   * A hard-sigmoid's summand goes into the offset: the accumulator of these operations has no bias.
   */
  private static Epilogue withSummand(
      Epilogue epilogue, StepActivation activation, TensorQuantization output) {
    if (activation.hardSwish() || activation.beta() == 0) {
      return epilogue;
    }
    int[] offset = epilogue.offset.clone();
    for (int c = 0; c < offset.length; c++) {
      offset[c] = (int) Math.rint(output.zeroPoint()[c] + activation.beta() / output.scale()[c]);
    }
    return new Epilogue(
        epilogue.rescale, null, epilogue.residual, offset, epilogue.low, epilogue.high);
  }

  private static Operation multiply(Step.Multiply step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization gate = context.quantization(step.gate());
    TensorQuantization out = context.quantization(step.output());
    double[] scale = new double[in.channels()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = in.scale()[c] * gate.scale()[0];
    }
    return new Multiply(
        step.name(),
        context.index(step.source()),
        context.index(step.gate()),
        context.index(step.output()),
        in.zeroPoints(),
        gate.zeroPoints()[0],
        withSummand(EpilogueBuilder.build(scale, step.activation(), out), step.activation(), out));
  }

  private static Operation globalAveragePool(Step.GlobalAveragePool step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    TensorQuantization out = context.quantization(step.output());
    double[] scale = new double[in.channels()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = in.scale()[c] / context.shape(step.source()).pixels();
    }
    return new GlobalAveragePool(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        in.zeroPoints(),
        withSummand(EpilogueBuilder.build(scale, step.activation(), out), step.activation(), out));
  }

  private static Operation averagePool(Step.AveragePool step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    double[] byDivisor = new double[step.window().kernelHeight * step.window().kernelWidth];
    for (int n = 1; n <= byDivisor.length; n++) {
      byDivisor[n - 1] = 1.0 / n;
    }
    Rescale rescale = FixedPoint.rescale(byDivisor);
    return new AveragePool(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        step.window(),
        step.countPadding(),
        in.zeroPoints(),
        rescale,
        in.zeroPoints()[0], // the planner gives tensors that are averaged one zero point
        in.type().min(),
        in.type().max());
  }

  private static Operation maxPool(Step.MaxPool step, LoweringContext context) {
    return new MaxPool(
        step.name(), context.index(step.source()), context.index(step.output()), step.window());
  }

  private static Operation pad(Step.Pad step, LoweringContext context) {
    TensorQuantization in = context.quantization(step.source());
    short[] value = new short[in.channels()];
    for (int c = 0; c < value.length; c++) {
      value[c] = (short) in.quantize(step.pad().value(), c);
    }
    return new Pad(
        step.name(),
        context.index(step.source()),
        context.index(step.output()),
        step.pad().top(),
        step.pad().left(),
        step.pad().bottom(),
        step.pad().right(),
        value);
  }

  private static Operation concat(Step.Concat step, LoweringContext context) {
    TensorQuantization out = context.quantization(step.output());
    int count = step.inputs().size();
    int[] inputs = new int[count];
    int[][] zeroPoints = new int[count][];
    Epilogue[] epilogues = new Epilogue[count];
    int channel = 0;
    for (int i = 0; i < count; i++) {
      TensorQuantization in = context.quantization(step.inputs().get(i));
      inputs[i] = context.index(step.inputs().get(i));
      zeroPoints[i] = in.zeroPoints();
      TensorQuantization part = slice(out, channel, in.channels());
      epilogues[i] = EpilogueBuilder.build(in.scale(), StepActivation.NONE, part);
      channel += in.channels();
    }
    return new Concat(step.name(), inputs, context.index(step.output()), zeroPoints, epilogues);
  }

  private static TensorQuantization slice(TensorQuantization whole, int from, int channels) {
    double[] scale = new double[channels];
    double[] zeroPoint = new double[channels];
    System.arraycopy(whole.scale(), from, scale, 0, channels);
    System.arraycopy(whole.zeroPoint(), from, zeroPoint, 0, channels);
    return new TensorQuantization(whole.type(), scale, zeroPoint);
  }
}
