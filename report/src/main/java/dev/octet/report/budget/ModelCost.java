package dev.octet.report.budget;

import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Macs;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;

/**
 * What a model costs on the board.
 *
 * @param bytes of its file
 * @param arenaBytes of working memory
 * @param macs multiply-accumulates
 * @param wideMacs those that read 16-bit elements
 * @param wideTensors tensors of 16-bit elements
 */
public record ModelCost(long bytes, long arenaBytes, long macs, long wideMacs, int wideTensors) {
  /** The cost of a planned schedule. */
  public static ModelCost of(Schedule schedule) {
    int wide = 0;
    for (TensorSpec tensor : schedule.tensors) {
      wide += tensor.type() == ElementType.INT16 ? 1 : 0;
    }
    return new ModelCost(
        OctetWriter.toBytes(schedule).length,
        schedule.arena8 + 2L * schedule.arena16,
        Macs.of(schedule),
        Macs.ofWide(schedule),
        wide);
  }
}
