package dev.octet.quantizer.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.format.OctetReader;
import dev.octet.runtime.format.ScheduleValidator;
import dev.octet.runtime.format.bytes.OctetFormat;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tensors of 8 to 16 bits in files: docs/format.md, section 4. */
class TensorBitsTest {
  private static final int HIDDEN = 1;

  private static Schedule schedule(ElementType type) {
    SampleSchedule s = new SampleSchedule(11);
    int input = s.tensor(ElementType.INT8, 3, 3, 2);
    int hidden = s.convolution(input, 3, Window.square(3, 1, 0), 1, type, false);
    return s.build(
        input, s.convolution(hidden, 2, Window.pointwise(), 1, ElementType.INT16, false));
  }

  @ParameterizedTest
  @EnumSource
  void bitsComeBackInTheOldestVersionThatHasThem(ElementType type) {
    byte[] file = OctetWriter.toBytes(schedule(type));
    boolean old = type == ElementType.INT8 || type == ElementType.INT16;
    assertEquals(old ? 1 : 2, file[OctetFormat.VERSION_AT]);
    Schedule read = OctetReader.read(file, "m");
    assertEquals(type, read.tensors[HIDDEN].type());
    assertEquals(ElementType.INT8, read.tensors[0].type());
    assertEquals(ElementType.INT16, read.tensors[2].type());
    assertEquals(type.bits() == 8 ? 0 : 1, type.bytes() - 1);
  }

  @Test
  void otherNumbersOfBitsAreRefused() {
    byte[] file = OctetWriter.toBytes(schedule(ElementType.INT12));
    int at = bitsOfTheInput(file);
    assertEquals(8, file[at]);
    refused(file, at, 7, "a tensor of 7 bits, below 8");
    refused(file, at, 17, "a tensor's bits is 17, above 16");
    refused(file, at, 1, "a tensor of 1 bits");
    // Version 1 says 0 and 1 there.
    byte[] old = OctetWriter.toBytes(schedule(ElementType.INT16));
    refused(old, bitsOfTheInput(old), 8, "the element type is 8, above 1");
  }

  private static void refused(byte[] good, int at, int bits, String reason) {
    byte[] file = good.clone();
    file[at] = (byte) bits;
    ContainerWriter.setChecksum(file);
    OctetException e = assertThrows(OctetException.class, () -> OctetReader.read(file, "m"));
    assertTrue(e.what().contains(reason), e.getMessage());
    assertEquals("m: byte " + at, e.where());
  }

  /** Where the first tensor's bits stand: after the count and the name t0. */
  private static int bitsOfTheInput(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; ; i++) {
      int entry = OctetFormat.HEADER_BYTES + i * OctetFormat.ENTRY_BYTES;
      if (buffer.getInt(entry) == 4) {
        return (int) buffer.getLong(entry + 8) + 4 + 4 + 2;
      }
    }
  }

  /** Every fast path relies on it that no element leaves its bits. */
  @ParameterizedTest
  @EnumSource
  void whatWritesATensorStaysInItsBits(ElementType type) {
    Schedule schedule = schedule(type);
    Convolution first = (Convolution) schedule.operations[0];
    first.epilogue.low[0] = type.min();
    first.epilogue.high[0] = type.max();
    ScheduleValidator.validate(schedule, "m");
    first.epilogue.high[0] = type.max() + 1;
    refused(schedule, "the upper bound is " + (type.max() + 1));
    first.epilogue.high[0] = type.max();
    first.epilogue.low[0] = type.min() - 1;
    refused(schedule, "the lower bound is " + (type.min() - 1));
    first.epilogue.low[0] = type.min();
    Convolution second = (Convolution) schedule.operations[1];
    second.padValue[0] = (short) type.max();
    ScheduleValidator.validate(schedule, "m");
    if (type != ElementType.INT16) {
      second.padValue[0] = (short) (type.max() + 1);
      refused(schedule, "a padding value is " + (type.max() + 1));
    }
  }

  /** 2^31 over bytes; 2^40, which no bias and no three weights reach, over shorts. */
  @Test
  void onlyTensorsOfEightBitsHaveTheSmallAccumulator() {
    for (ElementType type : ElementType.values()) {
      Schedule schedule = schedule(type);
      Convolution second = (Convolution) schedule.operations[1];
      second.bias[0] = Integer.MAX_VALUE;
      if (type == ElementType.INT8) {
        refused(schedule, "accumulator of channel 0");
      } else {
        ScheduleValidator.validate(schedule, "m");
      }
    }
  }

  /** A tensor between that has fewer bits than its storage holds still lies among the shorts. */
  @Test
  void storageNamesTheArena() {
    Schedule schedule = schedule(ElementType.INT9);
    TensorSpec hidden = schedule.tensors[HIDDEN];
    TensorSpec output = schedule.tensors[2];
    schedule.tensors[2] = output.at(hidden.arenaOffset());
    refused(schedule, "while both are in use");
    schedule.tensors[2] = output;
    schedule.tensors[HIDDEN] = hidden.at(schedule.arena16);
    refused(schedule, "leaves its arena");
  }

  private static void refused(Schedule schedule, String reason) {
    OctetException e =
        assertThrows(OctetException.class, () -> ScheduleValidator.validate(schedule, "m"));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
