package dev.octet.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.octet.model.ImportOptions;
import dev.octet.model.graph.Op;
import dev.octet.model.load.FloatModelReader;
import dev.octet.model.onnx.read.ElementReader;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile files, and tensors stored in every way. */
class HostileFileTest {
  private static final FloatModelReader READER = new FloatModelReader(List.of(new OnnxFormat()));

  @TempDir Path folder;

  private static OnnxModelBuilder conv(TensorProto weights) {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 2, 3, 3);
    b.initializer(weights);
    return b.output(b.node("GlobalAveragePool", List.of(b.node("Conv", List.of("x", "w")))));
  }

  private static TensorProto.Builder weights(DataType type, long... dims) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName("w").setDataType(type.getNumber());
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  private OctetException fails(TensorProto weights) {
    Path file = conv(weights).write(folder);
    OctetException e =
        assertThrows(OctetException.class, () -> READER.read(file, ImportOptions.none()));
    assertTrue(e.where().contains("'w'"), e.getMessage());
    return e;
  }

  private float[] read(TensorProto weights) {
    Path file = conv(weights).write(folder);
    Op.Conv conv = (Op.Conv) READER.read(file, ImportOptions.none()).graph().nodes().get(0).op();
    return conv.weights();
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 2, 3, 3);
    b.output(b.node("Conv", List.of("x", b.random("w", 1, 2, 1, 1))));
    byte[] whole = Files.readAllBytes(b.write(folder));
    Path cut = folder.resolve("cut.onnx");
    for (int length = 1; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      OctetException e =
          assertThrows(
              OctetException.class, () -> READER.read(cut, ImportOptions.none()), "at " + length);
      assertEquals(Failure.INPUT, e.failure(), e.getMessage());
    }
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    OctetException e =
        assertThrows(OctetException.class, () -> READER.read(cut, ImportOptions.none()));
    assertTrue(e.what().matches("damaged or truncated near byte \\d+ of \\d+.*"), e.what());
  }

  @Test
  void everyFlippedByteIsAnErrorOrAModel() throws IOException {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 2, 3, 3);
    String conv = b.node("Conv", List.of("x", b.random("w", 2, 2, 1, 1), b.random("b", 2)));
    b.output(b.node("Reshape", List.of(conv, b.longs("s", 1, -1))));
    byte[] whole = Files.readAllBytes(b.write(folder));
    Path file = folder.resolve("flipped.onnx");
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] copy = whole.clone();
        copy[i] ^= (byte) mask;
        Files.write(file, copy);
        try {
          READER.read(file, ImportOptions.none());
        } catch (OctetException e) {
          refused++;
        }
      }
    }
    assertTrue(refused > whole.length, refused + " of " + 3 * whole.length);
  }

  @Test
  void otherFilesAreNotOnnx() {
    for (String text : List.of("hello", "{\"a\": 1}", "PK\3\4rest", "\u0089HDF\r\n", "\b\u0000")) {
      byte[] head = text.getBytes(StandardCharsets.ISO_8859_1);
      assertFalse(new OnnxFormat().matches(Path.of("x"), head), text);
    }
    byte[] safetensors = {8, 1, 0, 0, 0, 0, 0, 0, '{', '"'};
    assertFalse(new OnnxFormat().matches(Path.of("x"), safetensors));
    byte[] pickle = {(byte) 0x80, 2, (byte) 0x8a, 10};
    assertFalse(new OnnxFormat().matches(Path.of("x"), pickle));
  }

  @ParameterizedTest
  @CsvSource({
    "-1,2,1,1",
    "4294967296,4294967296,1,1",
    "65536,65536,65536,65536",
    "3,2,1,1",
    "1,2,1,2"
  })
  void shapesThatDoNotFitTheData(long a, long b, long c, long d) {
    OctetException e = fails(weights(DataType.FLOAT, a, b, c, d).addFloatData(1).build());
    assertEquals(Failure.INPUT, e.failure());
    e = fails(weights(DataType.FLOAT, a, b, c, d).setRawData(bytes(4)).build());
    assertEquals(Failure.INPUT, e.failure());
  }

  @Test
  void typesOfNoFloatNetworkAreRefused() {
    for (DataType type : List.of(DataType.STRING, DataType.COMPLEX64, DataType.UNDEFINED)) {
      assertEquals(Failure.UNSUPPORTED, fails(weights(type, 1, 2, 1, 1).build()).failure());
    }
  }

  @Test
  void everyFloatTypeIsConverted() {
    float[] expected = {1.5f, -0.25f};
    ByteBuffer doubles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    doubles.putDouble(1.5).putDouble(-0.25).flip();
    long[] dims = {1, 2, 1, 1};
    assertArrayEquals(
        expected,
        read(weights(DataType.DOUBLE, dims).setRawData(ByteString.copyFrom(doubles)).build()));
    assertArrayEquals(
        expected,
        read(weights(DataType.DOUBLE, dims).addDoubleData(1.5).addDoubleData(-0.25).build()));
    assertArrayEquals(
        expected,
        read(weights(DataType.FLOAT16, dims).setRawData(bytes(0, 0x3e, 0, 0xb4)).build()));
    assertArrayEquals(
        expected,
        read(weights(DataType.FLOAT16, dims).addInt32Data(0x3e00).addInt32Data(0xb400).build()));
    assertArrayEquals(
        expected,
        read(weights(DataType.BFLOAT16, dims).setRawData(bytes(0xc0, 0x3f, 0x80, 0xbe)).build()));
  }

  @Test
  void halfPrecisionIsExact() {
    assertEquals(0x1p-24f, ElementReader.half(1));
    assertEquals(0x1p-14f, ElementReader.half(0x0400));
    assertEquals(65504f, ElementReader.half(0x7bff));
    assertEquals(-2f, ElementReader.half(0xc000));
    assertEquals(Float.NEGATIVE_INFINITY, ElementReader.half(0xfc00));
    assertTrue(Float.isNaN(ElementReader.half(0x7e00)));
  }

  @Test
  void externalDataInTheModelsFolder() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(9).putFloat(1.5f).putFloat(-0.25f);
    Files.createDirectory(folder.resolve("data"));
    Files.write(folder.resolve("data/weights.bin"), data.array());
    TensorProto tensor = external("data/weights.bin", "4", "8");
    assertArrayEquals(new float[] {1.5f, -0.25f}, read(tensor));
    for (String[] wrong : new String[][] {{"8", "8"}, {"4", "4"}, {"-4", "8"}, {"x", "8"}}) {
      OctetException e = fails(external("data/weights.bin", wrong[0], wrong[1]));
      assertEquals(Failure.INPUT, e.failure());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "a/../../secret", "/etc/passwd", "", "link", "nul\u0000", "."})
  void externalDataElsewhereIsNeverOpened(String location) throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.write(folder.resolve("secret"), new byte[8]);
    Files.createSymbolicLink(own.resolve("link"), folder.resolve("secret"));
    Path file = conv(external(location, "0", "8")).write(own);
    OctetException e =
        assertThrows(OctetException.class, () -> READER.read(file, ImportOptions.none()));
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.where().contains("'w'"), e.getMessage());
  }

  private static TensorProto external(String location, String offset, String length) {
    return weights(DataType.FLOAT, 1, 2, 1, 1)
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", offset))
        .addExternalData(entry("length", length))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }
}
