package dev.octet.quantizer.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the writer writes, the reader reads. */
class OctetWriterTest {
  private static Schedule sample(long seed, boolean second) {
    return second ? SampleSchedule.secondVersion(seed) : SampleSchedule.everyKind(seed);
  }

  /** Equal bytes mean equal schedules: the writer puts every field into them. */
  @Property(tries = 100)
  void readingAndWritingGivesTheSameBytes(@ForAll long seed, @ForAll boolean second)
      throws IOException {
    byte[] bytes = OctetWriter.toBytes(sample(seed, second));
    assertArrayEquals(bytes, OctetWriter.toBytes(OctetReader.read(bytes, "sample")));
    Schedule streamed = OctetReader.read(new ByteArrayInputStream(bytes), "sample");
    assertArrayEquals(bytes, OctetWriter.toBytes(streamed));
  }

  @Property(tries = 50)
  void readSchedulesAnswerTheGoldenVectors(@ForAll long seed, @ForAll boolean second) {
    byte[] bytes = OctetWriter.toBytes(sample(seed, second));
    Schedule schedule = OctetReader.read(bytes, "sample");
    OctetModel model = OctetModel.of(schedule, KernelSets.choose("reference"));
    try (Session session = model.newSession()) {
      for (GoldenVector vector : schedule.golden) {
        session.run(vector.input, 0);
        for (int c = 0; c < vector.output.length; c++) {
          assertEquals(vector.output[c], session.rawLogit(c));
        }
      }
    }
  }

  @Test
  void fieldsComeBack() {
    Schedule written = SampleSchedule.everyKind(7);
    Schedule read = OctetReader.read(OctetWriter.toBytes(written), "sample");
    assertEquals(written.name, read.name);
    assertArrayEquals(written.labels, read.labels);
    assertEquals(written.provenance, read.provenance);
    assertEquals(written.softmax, read.softmax);
    assertArrayEquals(written.preprocessing.table, read.preprocessing.table);
    assertArrayEquals(written.preprocessing.std, read.preprocessing.std);
    assertEquals(written.operations.length, read.operations.length);
    assertArrayEquals(
        Arrays.stream(written.operations).map(Operation::getClass).toArray(),
        Arrays.stream(read.operations).map(Operation::getClass).toArray());
  }

  @Test
  void operationsAndOutputsOfVersion2ComeBack() {
    Schedule written = SampleSchedule.secondVersion(7);
    byte[] bytes = OctetWriter.toBytes(written);
    assertEquals(2, bytes[OctetFormat.VERSION_AT]);
    Schedule read = OctetReader.read(bytes, "sample");
    List<String> kinds =
        Arrays.stream(read.operations).map(o -> o.getClass().getSimpleName()).toList();
    assertEquals(
        List.of(
            "Elementwise", "LeakyRelu", "Curve", "Resize", "Rearrange", "L2Normalize", "Softmax"),
        kinds);
    assertTrue(Arrays.stream(read.tensors).anyMatch(t -> t.type().bits() % 8 != 0));
    assertEquals(2, read.outputs.length);
    assertEquals(2, read.outputs[0].parts.length);
    assertArrayEquals(written.outputs[1].shape, read.outputs[1].shape);
    assertEquals(written.outputs[1].ending, read.outputs[1].ending);
    assertArrayEquals(written.golden[1].output, read.golden[1].output);
  }

  @Test
  void weightsAreAlignedInTheFile() {
    byte[] bytes = OctetWriter.toBytes(SampleSchedule.everyKind(3));
    assertEquals(0, bytes.length % OctetFormat.ALIGNMENT);
    for (Operation operation : OctetReader.read(bytes, "sample").operations) {
      if (operation instanceof Convolution convolution) {
        assertTrue(convolution.weights.data() == bytes, "weights are not copied");
        assertEquals(0, convolution.weights.offset() % OctetFormat.ALIGNMENT);
      }
    }
  }
}
