package dev.octet.quantizer.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.quantizer.write.ContainerWriter.Section;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.SelfCheck;
import dev.octet.runtime.Session;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.format.SectionKind;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.operation.Window;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with something wrong in their bytes: refused, always with INPUT, never another way. */
class DamagedFileTest {
  private static final byte[] GOOD = OctetWriter.toBytes(small());

  private static final byte[] SECOND = OctetWriter.toBytes(SampleSchedule.secondVersion(11));

  private static Schedule small() {
    SampleSchedule s = new SampleSchedule(11);
    int input = s.tensor(ElementType.INT8, 3, 3, 2);
    int hidden = s.convolution(input, 3, Window.square(3, 1, 0), 1, ElementType.INT8, true);
    return s.build(
        input, s.convolution(hidden, 2, Window.pointwise(), 1, ElementType.INT16, false));
  }

  static List<byte[]> files() {
    return List.of(GOOD, SECOND);
  }

  private static OctetException refused(byte[] file) {
    OctetException e =
        assertThrows(OctetException.class, () -> OctetReader.read(file, "model.octet"));
    assertEquals(Failure.INPUT, e.failure());
    return e;
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyChangedByteIsRefused(byte[] good) {
    byte[] file = good.clone();
    for (int at = 0; at < file.length; at++) {
      for (int bit = 0; bit < 9; bit++) {
        file[at] ^= (byte) (bit == 8 ? 0xff : 1 << bit);
        refused(file);
        file[at] = good[at];
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyTruncationAndEveryTailIsRefused(byte[] good) throws IOException {
    for (int length = 0; length < good.length; length++) {
      byte[] file = Arrays.copyOf(good, length);
      refused(file);
      assertThrows(
          OctetException.class,
          () -> OctetReader.read(new ByteArrayInputStream(file), "model.octet"));
    }
    refused(Arrays.copyOf(good, good.length + 1));
    byte[] longer = Arrays.copyOf(good, good.length + 64);
    assertThrows(
        OctetException.class,
        () -> OctetReader.read(new ByteArrayInputStream(longer), "model.octet"));
  }

  /** With a right checksum anything may be in the file: it is refused, or it runs. */
  @Property(tries = 6000)
  void changedFilesWithRightChecksumsAreRefusedOrRun(@ForAll long seed, @ForAll boolean second) {
    byte[] file = (second ? SECOND : GOOD).clone();
    Random random = new Random(seed);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = 32 + random.nextInt(file.length - 32);
      file[at] =
          (byte) (random.nextBoolean() ? random.nextInt() : file[at] ^ 1 << random.nextInt(8));
    }
    ContainerWriter.setChecksum(file);
    try {
      Schedule schedule = OctetReader.read(file, "model.octet");
      try (Session session = OctetModel.of(schedule, KernelSets.choose("reference")).newSession()) {
        assertEquals(2, SelfCheck.run(session).vectors());
      }
    } catch (OctetException e) {
      assertEquals(Failure.INPUT, e.failure(), e.getMessage());
    }
  }

  @Test
  void otherFilesAreNotTakenForModels() {
    assertTrue(
        refused("PK\3\4 a zip".getBytes(StandardCharsets.US_ASCII)).what().contains("not an"));
    assertTrue(refused(new byte[0]).what().contains("cut off"));
    assertTrue(refused(new byte[1000]).what().contains("not an"));
  }

  @Test
  void aNewerVersionIsRefusedClearly() {
    byte[] file = GOOD.clone();
    file[OctetFormat.VERSION_AT] = OctetFormat.VERSION + 1;
    ContainerWriter.setChecksum(file);
    OctetException e = refused(file);
    assertEquals(
        "model.octet: byte 8: format version 3, this runtime reads versions 1 to 2;"
            + " use a newer runtime, or quantize with this version",
        e.getMessage());
  }

  @Test
  void headerFieldsAreChecked() {
    assertRefused(file -> set(file, OctetFormat.HEADER_BYTES_AT, 128), "header's size");
    assertRefused(file -> set(file, OctetFormat.RESERVED_AT + 4, 1), "padding is not zero");
    assertRefused(file -> set(file, OctetFormat.COUNT_AT, 1 << 30), "section table");
    assertRefused(file -> set(file, OctetFormat.HEADER_BYTES + 4, 2), "unknown flags");
    assertRefused(file -> set(file, OctetFormat.HEADER_BYTES + 8, 64), "starts at 64");
    assertRefused(file -> set(file, OctetFormat.HEADER_BYTES + 20, 1), "leaves the file");
    assertRefused(file -> set(file, OctetFormat.HEADER_BYTES + 24, 1), "padding is not zero");
    assertRefused(file -> set(file, GOOD.length - 4, 1 << 24), "padding is not zero");
  }

  private static void assertRefused(UnaryOperator<byte[]> change, String reason) {
    byte[] file = change.apply(GOOD.clone());
    ContainerWriter.setChecksum(file);
    OctetException e = refused(file);
    assertTrue(e.what().contains(reason), e.getMessage());
    assertTrue(e.where().startsWith("model.octet: byte "), e.where());
  }

  private static byte[] set(byte[] file, int at, int value) {
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return file;
  }

  @Test
  void sectionsAreRequiredOnceAndKnown() {
    List<Section> sections = sections(GOOD);
    for (SectionKind kind : SectionKind.values()) {
      List<Section> rest = new ArrayList<>(sections);
      boolean present = rest.removeIf(s -> s.kind() == kind.code());
      if (kind.required()) {
        assertTrue(refused(ContainerWriter.write(1, rest)).what().contains("missing"));
      } else if (present) {
        assertEquals("sample", OctetReader.read(ContainerWriter.write(1, rest), "m").name);
      }
    }
    assertTrue(
        refused(ContainerWriter.write(1, with(sections, sections.get(0))))
            .what()
            .contains("twice"));
    Section unknown = new Section(4711, 0, new byte[] {1, 2, 3});
    assertTrue(
        refused(ContainerWriter.write(1, with(sections, unknown))).what().contains("may not be"));
    Section ignorable = new Section(4711, OctetFormat.MAY_BE_IGNORED, new byte[] {1, 2, 3});
    Schedule read = OctetReader.read(ContainerWriter.write(1, with(sections, ignorable)), "m");
    assertEquals("sample", read.name);
  }

  @Test
  void bytesBehindASectionsLastFieldAreRefused() {
    for (SectionKind kind : SectionKind.values()) {
      if (kind != SectionKind.PROVENANCE) {
        List<Section> sections = new ArrayList<>();
        for (Section s : sections(GOOD)) {
          int more = s.kind() == kind.code() ? 70 : 0;
          byte[] content = Arrays.copyOf(s.content(), s.content().length + more);
          sections.add(new Section(s.kind(), s.flags(), content));
        }
        byte[] file = ContainerWriter.write(1, sections);
        if (!Arrays.equals(file, GOOD)) {
          assertTrue(refused(file).where().startsWith("model.octet: byte "));
        }
      }
    }
  }

  private static List<Section> with(List<Section> sections, Section more) {
    List<Section> result = new ArrayList<>(sections);
    result.add(more);
    return result;
  }

  private static List<Section> sections(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < buffer.getInt(OctetFormat.COUNT_AT); i++) {
      int at = OctetFormat.HEADER_BYTES + i * OctetFormat.ENTRY_BYTES;
      int offset = (int) buffer.getLong(at + 8);
      int length = (int) buffer.getLong(at + 16);
      sections.add(
          new Section(
              buffer.getInt(at),
              buffer.getInt(at + 4),
              Arrays.copyOfRange(file, offset, offset + length)));
    }
    return sections;
  }
}
