package dev.octet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.OctetException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small files that would become large in memory: whatever an import allocates from its beginning to
 * its end stays below 16 MB and 4 bytes per byte of the file (docs/trust.md).
 */
class HostileMemoryTest {
  private static final long CONSTANT = 16L << 20;

  @TempDir private static Path folder;

  /** Loads the classes of each format, which allocates as well. */
  @BeforeAll
  static void warm() throws IOException {
    read("warm.onnx", onnx(graph("Relu", 1, "n")));
    read("warm.pth", zip("a/data.pkl", new byte[] {(byte) 0x80, 2, '}', '.'}));
    read("warm.keras", zip("config.json", bytes("{}")));
  }

  private static String read(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    try {
      FloatModels.read(file, ImportOptions.size(32, 32));
      return "";
    } catch (OctetException e) {
      return e.what();
    }
  }

  private static void refused(String name, byte[] content, String what) throws IOException {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    String said = read(name, content);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    assertTrue(said.contains(what), said);
    long most = CONSTANT + 4L * content.length;
    assertTrue(allocated <= most, allocated + " of " + most + " bytes");
  }

  @Test
  void onnxNodesOfTwoBytes() throws IOException {
    byte[] nodes = new byte[2 << 20];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 0x0a; // field 1, a node, of no bytes
    }
    refused("nodes.onnx", message(7, nodes), "bytes of objects");
  }

  @Test
  void onnxListsOfNumbersOfOneByte() throws IOException {
    // An initializer whose dims are a million zeros.
    byte[] dims = message(1, new byte[1 << 20]);
    refused("dims.onnx", message(7, message(5, dims)), "bytes of objects");
  }

  @Test
  void onnxFieldsThatNobodyKnows() throws IOException {
    byte[] fields = new byte[1 << 20];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = 0x78; // field 15, a number
    }
    refused("fields.onnx", message(7, fields), "bytes of objects");
  }

  @Test
  void onnxNodesWithoutEnd() throws IOException {
    refused("chain.onnx", onnx(graph("Relu", 3_500, "r")), "nodes, more than the limit");
  }

  @Test
  void onnxWeightsThatManyNodesUse() throws IOException {
    // 1024 channels in 1024 groups: every convolution without a bias needs 4 kB of zeros.
    GraphProto.Builder graph = graph("Conv", 2_900, "w");
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      node.addInput("w").addAttribute(group(1024));
    }
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(1024)
            .addDims(1)
            .addDims(1)
            .addDims(1)
            .setRawData(ByteString.copyFrom(new byte[4096])));
    refused("shared.onnx", onnx(graph), "too many constants for a file of its size");
  }

  @Test
  void onnxConstantsMadeOfNothing() throws IOException {
    GraphProto.Builder graph = graph("Relu", 1, "r");
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("shape")
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(1)
            .addInt64Data(1 << 25));
    graph.addNode(
        NodeProto.newBuilder().setOpType("ConstantOfShape").addInput("shape").addOutput("big"));
    graph.addNode(
        NodeProto.newBuilder().setOpType("Add").addInput("y0").addInput("big").addOutput("z"));
    graph.setOutput(0, ValueInfoProto.newBuilder().setName("z"));
    refused("constant.onnx", onnx(graph), "too many constants for a file of its size");
  }

  @Test
  void picklesOfContainersAndMemos() throws IOException {
    for (int opcode : new int[] {'}', ']', ')'}) {
      byte[] pickle = new byte[4 << 20];
      Arrays.fill(pickle, (byte) opcode);
      refused("boxes.pth", zip("a/data.pkl", pickle), "steps in a pickle");
    }
    byte[] pickle = new byte[4 << 20];
    Arrays.fill(pickle, (byte) 0x94);
    pickle[0] = 'N';
    refused("memo.pth", zip("a/data.pkl", pickle), "steps in a pickle");
  }

  @Test
  void kerasConfigsOfEmptyLists() throws IOException {
    String lists = "{\"a\":[" + "[],".repeat(1_000_000) + "[]]}";
    refused("lists.keras", zip("config.json", bytes(lists)), "values");
  }

  @Test
  void zipEntriesThatGrow() throws IOException {
    byte[] packed = packed("config.json", new byte[64 << 20]);
    assertTrue(packed.length < 1 << 17);
    refused("bomb.keras", packed, "claims to have");
    refused("bomb.pth", packed("a/data.pkl", new byte[64 << 20]), "claims to have");
    assertEquals(4L << 20, ModelLimits.inflated(0));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A chain of nodes from x to the last one. */
  private static GraphProto.Builder graph(String operator, int nodes, String name) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(1);
    for (int extent : new int[] {1, operator.equals("Conv") ? 1024 : 3, 1, 1}) {
      type.getShapeBuilder().addDimBuilder().setDimValue(extent);
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(TypeProto.newBuilder().setTensorType(type)));
    for (int i = 0; i < nodes; i++) {
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType(operator)
              .addInput(i == 0 ? "x" : "y" + (i - 1))
              .addOutput("y" + i));
    }
    return graph.addOutput(ValueInfoProto.newBuilder().setName("y" + (nodes - 1)));
  }

  private static AttributeProto group(int groups) {
    return AttributeProto.newBuilder()
        .setName("group")
        .setType(AttributeProto.AttributeType.INT)
        .setI(groups)
        .build();
  }

  private static byte[] onnx(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** A field of bytes, as protobuf writes it, after the start of every ONNX file. */
  private static byte[] message(int field, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (field == 7) {
      out.write(0x08); // the version of the format
      out.write(8);
    }
    out.write(field << 3 | 2);
    int length = content.length;
    for (; length > 127; length >>>= 7) {
      out.write(length & 127 | 128);
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    return archive(name, content, ZipEntry.STORED);
  }

  private static byte[] packed(String name, byte[] content) throws IOException {
    return archive(name, content, ZipEntry.DEFLATED);
  }

  private static byte[] archive(String name, byte[] content, int method) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry(name);
      if (method == ZipEntry.STORED) {
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
      }
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return out.toByteArray();
  }
}
