package dev.octet.model.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFormatTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | overlap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]}} | end past",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}} | gap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | the file has 16",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8]}} | for the shape [4]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}} | negative",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}} | for the shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296,4294967296],"
            + "\"data_offsets\":[0,0]}} | too large",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,16]}} | not a safetensors",
        "{\"a\":{\"dtype\":\"Q4\",\"shape\":[4],\"data_offsets\":[0,16]}} | dtype is Q4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4]}} | missing",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16],\"x\":1}} | unknown field",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}} | Duplicate field",
        "{\"a\":[[[[[[[[[[1]]]]]]]]]]} | not a safetensors",
        "{\"a\" | not a safetensors",
        "{} x | not a safetensors"
      })
  void refusesHeadersThatDoNotAddUp(String header, String what) throws IOException {
    OctetException e = refusal(file(header, new byte[16]));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains(what), e.what());
  }

  @Test
  void refusesHeaderLengthsBeforeItAllocates() throws IOException {
    byte[] bytes = Files.readAllBytes(file("{}", new byte[0]));
    for (int length : new int[] {0, 1, 3, 1 << 20, Integer.MAX_VALUE, -1}) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);
      Path file = Files.write(folder.resolve("b.safetensors"), bytes);
      OctetException e = refusal(file);
      assertEquals(Failure.INPUT, e.failure());
      assertTrue(e.what().startsWith("a header of "), e.what());
    }
  }

  @Test
  void refusesDeepJson() throws IOException {
    OctetException e = refusal(file("{\"a\":" + "[".repeat(10_000), new byte[0]));
    assertEquals(Failure.INPUT, e.failure());
  }

  @Test
  void refusesValuesThatAreNotFinite() throws IOException {
    byte[] whole = TorchFixtures.bytes("v3l_half.safetensors");
    int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    // Half precision NaN; whichever tensors the tail of the file belongs to are float.
    ByteBuffer data = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int middle = 8 + header + (whole.length - 8 - header) / 2 / 2 * 2;
    data.putShort(middle, (short) 0x7e00);
    OctetException e = refusal(Files.write(folder.resolve("nan.safetensors"), whole));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().endsWith("is NaN"), e.what());
    assertTrue(e.where().contains("parameter '"), e.where());
  }

  @Test
  void followsAliasesOfSharedTensors() {
    String header =
        "{\"__metadata__\":{\"b\":\"a\",\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}";
    SafetensorsHeader parsed =
        SafetensorsHeader.parse(header.getBytes(StandardCharsets.UTF_8), "m", 16);
    assertEquals(2, parsed.entries().size());
    assertEquals("b", parsed.entries().get(1).name());
    assertEquals(0, parsed.entries().get(1).begin());
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    return Files.write(folder.resolve("a.safetensors"), bytes.array());
  }

  private static OctetException refusal(Path file) {
    return assertThrows(
        OctetException.class, () -> FloatModels.read(file, ImportOptions.size(32, 32)));
  }
}
