package dev.octet.quantizer;

import dev.octet.runtime.schedule.Schedule;
import java.util.List;

/**
 * A finished quantization.
 *
 * @param schedule ready to be written
 * @param images calibration inputs used, 0 without data
 * @param skipped inputs that could not be read, each with its reason
 * @param tuningSqnrDb SQNR of the logits on the tuning inputs, dB; not a number without data
 * @param tuningAgreement share of tuning inputs whose top-1 class is that of the float network, 0
 *     to 1; not a number without data
 * @param floatBytes bytes of the float network's weights and biases
 * @param notes what was decided on the way, for the user to read
 */
public record Quantization(
    Schedule schedule,
    int images,
    List<String> skipped,
    double tuningSqnrDb,
    double tuningAgreement,
    long floatBytes,
    List<String> notes) {
  /** Copies the lists. */
  public Quantization {
    skipped = List.copyOf(skipped);
    notes = List.copyOf(notes);
  }
}
