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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the writer writes, the reader reads. */
class OctetWriterTest {
  /** Equal bytes mean equal schedules: the writer puts every field into them. */
  @Property(tries = 100)
  void readingAndWritingGivesTheSameBytes(@ForAll long seed) throws IOException {
    byte[] bytes = OctetWriter.toBytes(SampleSchedule.everyKind(seed));
    assertArrayEquals(bytes, OctetWriter.toBytes(OctetReader.read(bytes, "sample")));
    Schedule streamed = OctetReader.read(new ByteArrayInputStream(bytes), "sample");
    assertArrayEquals(bytes, OctetWriter.toBytes(streamed));
  }

  @Property(tries = 50)
  void readSchedulesAnswerTheGoldenVectors(@ForAll long seed) {
    byte[] bytes = OctetWriter.toBytes(SampleSchedule.everyKind(seed));
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
