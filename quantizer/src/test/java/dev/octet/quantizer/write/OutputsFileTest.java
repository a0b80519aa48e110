package dev.octet.quantizer.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Output;
import dev.octet.runtime.SelfCheck;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.output.Ending;
import dev.octet.runtime.schedule.output.OutputPart;
import dev.octet.runtime.schedule.output.OutputSpec;
import dev.octet.runtime.schedule.output.Placement;
import org.junit.jupiter.api.Test;

/** Outputs made of parts, through a file and back, and those that are refused. */
class OutputsFileTest {
  private final Schedule sample = SampleSchedule.everyKind(3);
  private final int channels = sample.tensors[sample.output].channels();

  private Schedule with(OutputSpec... outputs) {
    return sample.toBuilder().labels().outputs(outputs).build();
  }

  private OutputSpec reversedPairs() {
    // The row as two columns: (0, half), (1, half + 1), ...
    int half = channels / 2;
    return new OutputSpec(
        "pairs",
        new int[] {1, half, 2},
        Ending.SOFTMAX,
        2,
        new OutputPart(
            sample.output,
            new Placement(0, 0, new int[] {2, half}, new int[] {half, 1}, new int[] {1, 2})));
  }

  private OutputSpec row(Placement placement, int elements) {
    return new OutputSpec(
        "row", new int[] {elements}, Ending.NONE, 0, new OutputPart(sample.output, placement));
  }

  @Test
  void outputsComeBackAndShowWhatIsInTheirTensors() {
    assertTrue(channels % 2 == 0 && channels > 2, channels + " channels");
    OutputSpec tail =
        row(
            new Placement(1, 0, new int[] {channels - 1}, new int[] {1}, new int[] {1}),
            channels - 1);
    byte[] bytes = OctetWriter.toBytes(with(reversedPairs(), tail));
    Schedule read = OctetReader.read(bytes, "outputs");
    assertArrayEquals(bytes, OctetWriter.toBytes(read));
    assertEquals(2, read.outputs.length);
    OctetModel model = OctetModel.of(read, KernelSets.choose("reference"));
    try (Session session = model.newSession()) {
      assertTrue(SelfCheck.run(session).passed());
      Output pairs = session.outputs()[0];
      assertEquals("pairs", pairs.name());
      assertEquals(channels / 2, pairs.extent(1));
      float[] values = new float[pairs.elements()];
      pairs.values(values);
      for (int i = 0; i < channels / 2; i++) {
        assertEquals((float) session.logit(i), values[2 * i]);
        assertEquals((float) session.logit(channels / 2 + i), values[2 * i + 1]);
      }
      float[] answers = new float[pairs.elements()];
      pairs.answers(answers);
      for (int i = 0; i < channels / 2; i++) {
        double second = 1 / (1 + Math.exp(values[2 * i] - values[2 * i + 1]));
        assertEquals(second, answers[2 * i + 1], 1e-6);
      }
      float[] rest = new float[channels - 1];
      session.outputs()[1].values(rest);
      assertEquals((float) session.logit(channels - 1), rest[channels - 2]);
    }
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    int[] one = {1};
    refused(row(new Placement(1, 0, new int[] {channels}, one, one), channels));
    refused(row(new Placement(0, 1, new int[] {channels}, one, one), channels));
    refused(row(new Placement(0, 0, new int[] {channels - 1}, one, one), channels));
    refused(row(new Placement(0, 0, new int[] {channels}, new int[] {0}, one), channels));
    refused(row(new Placement(0, 0, new int[] {channels}, new int[] {-1}, one), channels));
    refused(row(Placement.whole(channels), channels + 1));
    int half = channels / 2;
    // Twice the same place.
    refused(
        row(
            new Placement(0, 0, new int[] {2, half}, new int[] {half, 1}, new int[] {half - 1, 1}),
            channels));
    OutputSpec good = row(Placement.whole(channels), channels);
    refused(new OutputSpec("axis", new int[] {channels}, Ending.SOFTMAX, 1, good.parts));
    refused(new OutputSpec("none", new int[] {channels}, Ending.NONE, 0));
    refused(
        new OutputSpec(
            "tensor",
            new int[] {channels},
            Ending.NONE,
            0,
            new OutputPart(sample.tensors.length, Placement.whole(channels))));
    refused(good, good, good, good, good);
  }

  private void refused(OutputSpec... outputs) {
    OctetException e =
        assertThrows(
            OctetException.class, () -> ScheduleValidator.validate(with(outputs), "outputs"));
    assertEquals(OctetException.Failure.INPUT, e.failure(), e.getMessage());
  }
}
