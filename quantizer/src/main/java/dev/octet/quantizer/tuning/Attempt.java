package dev.octet.quantizer.tuning;

import dev.octet.quantizer.range.TensorQuantization;
import java.util.Map;

/**
 * One quantization of all steps.
 *
 * @param plan quantization of every tensor between steps
 * @param result the operations and what they produced
 * @param fidelity of the outputs on the tuning inputs
 */
public record Attempt(
    Map<String, TensorQuantization> plan,
    SequentialQuantizer.Result result,
    TuningFidelity fidelity) {}
