package dev.octet.model.onnx;

import static dev.octet.model.onnx.OnnxModelBuilder.integer;
import static dev.octet.model.onnx.OnnxModelBuilder.ints;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.graph.Node;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graph structure: order, names, inputs and outputs, sizes. */
class GraphImportTest {
  @TempDir Path folder;

  private FloatModel read(OnnxModelBuilder b, ImportOptions options) {
    return new OnnxFormat().read(b.write(folder), options);
  }

  private OctetException fails(OnnxModelBuilder b, ImportOptions options) {
    Path file = b.write(folder);
    return assertThrows(OctetException.class, () -> new OnnxFormat().read(file, options));
  }

  @Test
  void nodesAreSortedAndDeadOnesLeftOut() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4).output("c");
    b.node("third", "Relu", List.of("b"), List.of("c"));
    b.node("dead", "Sigmoid", List.of("b"), List.of("d"));
    b.node("second", "Neg", List.of("a"), List.of("b"));
    b.node("first", "Relu", List.of("x"), List.of("a"));
    FloatGraph graph = read(b, ImportOptions.none()).graph();
    assertEquals(
        List.of("first", "second", "third"), graph.nodes().stream().map(Node::name).toList());
    assertEquals("c", graph.outputName());
  }

  @Test
  void cyclesAreRefused() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4).output("b");
    b.node("one", "Add", List.of("x", "b"), List.of("a"));
    b.node("two", "Relu", List.of("a"), List.of("b"));
    OctetException e = fails(b, ImportOptions.none());
    assertEquals(Failure.INPUT, e.failure());
    assertTrue(e.what().contains("depends on its own output"), e.what());
  }

  @Test
  void networksOfNeutralStepsAreRefused() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 1, 1, 1);
    b.output(b.node("Sigmoid", List.of(b.node("Clip", List.of("x")))));
    OctetException e = fails(b, ImportOptions.none());
    assertEquals(Failure.UNSUPPORTED, e.failure(), e.getMessage());
    assertTrue(e.what().contains("computes nothing"), e.what());
  }

  @Test
  void tensorsWrittenTwiceAreRefused() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4).output("a");
    b.node("one", "Relu", List.of("x"), List.of("a"));
    b.node("two", "Neg", List.of("x"), List.of("a"));
    assertEquals(Failure.INPUT, fails(b, ImportOptions.none()).failure());
  }

  @Test
  void namesAreMadeUniqueAndMissingOnesTaken() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 4, 4).output("c");
    b.node("same", "Relu", List.of("x"), List.of("a"));
    b.node("same", "Neg", List.of("a"), List.of("b"));
    b.node("", "Relu", List.of("b"), List.of("c"));
    FloatGraph graph = read(b, ImportOptions.none()).graph();
    assertEquals(List.of("same", "same_2", "c"), graph.nodes().stream().map(Node::name).toList());
  }

  @Test
  void openSizesNeedTheOption() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", -1, 3, -2, -3);
    b.output(b.node("GlobalAveragePool", List.of("x")));
    OctetException e = fails(b, ImportOptions.none());
    assertEquals(Failure.USAGE, e.failure());
    assertTrue(e.remedy().contains("--size"), e.remedy());
    FloatGraph graph = read(b, ImportOptions.size(5, 7)).graph();
    assertEquals("5x7x3", graph.inputShape().toString());
  }

  @Test
  void anotherSizeThanTheFilesOnlyWithGlobalPooling() {
    OnnxModelBuilder global = new OnnxModelBuilder(13).input("x", 1, 3, 8, 8);
    String conv = global.node("Conv", List.of("x", global.random("w", 4, 3, 3, 3)));
    global.output(global.node("GlobalAveragePool", List.of(conv)));
    FloatModel resized = read(global, ImportOptions.size(12, 10));
    assertEquals("12x10x3", resized.graph().inputShape().toString());
    assertEquals(
        new Choice(
            "input size", "12x10", "as asked for or as the tensors are; the file's own is 8x8"),
        resized.choices().get(resized.choices().size() - 1));

    OnnxModelBuilder window = new OnnxModelBuilder(13).input("x", 1, 3, 8, 8);
    String relu = window.node("Relu", List.of("x"));
    window.output(window.node("AveragePool", List.of(relu), ints("kernel_shape", 8, 8)));
    OctetException changed = fails(window, ImportOptions.size(12, 12));
    assertEquals(Failure.USAGE, changed.failure());
    assertTrue(changed.what().contains("fixed at 8x8"), changed.what());

    OnnxModelBuilder flat = new OnnxModelBuilder(13).input("x", 1, 3, 8, 8);
    String row = flat.node("Flatten", List.of("x"));
    flat.output(flat.node("MatMul", List.of(row, flat.random("w", 192, 2))));
    assertEquals(Failure.USAGE, fails(flat, ImportOptions.size(4, 4)).failure());
    assertEquals("8x8x3", read(flat, ImportOptions.size(8, 8)).graph().inputShape().toString());
  }

  @Test
  void aFixedBatchIsTakenAsOne() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 4, 3, 2, 2);
    String flat = b.node("Reshape", List.of("x", b.longs("s", 4, 12)));
    b.output(b.node("MatMul", List.of(flat, b.random("w", 12, 2))));
    FloatModel model = read(b, ImportOptions.none());
    assertEquals("1x1x2", model.graph().outputShape().toString());
    assertEquals(List.of("batch"), model.choices().stream().map(Choice::name).toList());
  }

  @Test
  void whatNothingReadsIsDropped() {
    OnnxModelBuilder b =
        new OnnxModelBuilder(13).input("x", 1, 3, 4, 4).input("training", 1).output("features");
    b.node("one", "Relu", List.of("x"), List.of("features"));
    b.output(b.node("GlobalAveragePool", List.of("features")));
    FloatModel model = read(b, ImportOptions.none());
    assertEquals(
        List.of("training", "features"), model.choices().stream().map(Choice::value).toList());
    assertEquals("globalaveragepool_0", model.graph().outputName());
  }

  @Test
  void initializersAmongTheInputs() {
    OnnxModelBuilder b = new OnnxModelBuilder(7).input("w", 4, 3, 1, 1).input("x", 1, 3, 4, 4);
    b.random("w", 4, 3, 1, 1);
    b.output(b.node("Conv", List.of("x", "w")));
    assertEquals("x", OnnxOracleCheck.check(b, folder).inputName());
  }

  @Test
  void samePaddingComputedFromTheInputsSize() {
    OnnxModelBuilder b = new OnnxModelBuilder(17).input("x", 1, 3, -1, -2);
    String size = b.node("Gather", List.of(b.node("Shape", List.of("x")), b.longs("axes", 2, 3)));
    String real = b.node("Cast", List.of(size), integer("to", 1));
    String outputs = b.node("Ceil", List.of(b.node("Div", List.of(real, b.scalar("stride", 2)))));
    String whole = b.node("Cast", List.of(outputs), integer("to", 7));
    String before = b.node("Sub", List.of(whole, b.longs("one", 1)));
    String span = b.node("Mul", List.of(before, b.longs("step", 2)));
    String needed = b.node("Add", List.of(span, b.longs("kernel", 3)));
    String missing = b.node("Sub", List.of(needed, size));
    String total = b.node("Clip", List.of(missing, scalar(b, "none", 0)));
    String low = b.node("Div", List.of(total, b.longs("two", 2)));
    String high = b.node("Sub", List.of(total, low));
    b.longs("open", 0, 0);
    String pads = b.node("Concat", List.of("open", low, "open", high), integer("axis", 0));
    String pad = b.node("Pad", List.of("x", pads));
    b.output(b.node("Conv", List.of(pad, b.random("w", 2, 3, 3, 3)), ints("strides", 2, 2)));
    FloatGraph graph = OnnxOracleCheck.check(b.write(folder), ImportOptions.size(8, 7), false);
    assertEquals(List.of("Conv"), OnnxOracleCheck.kinds(graph));
    assertEquals("4x4x2", graph.outputShape().toString());
  }

  @Test
  void aNetworkThatScalesPixelsItselfSaysSo() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 8, 8);
    String scaled = b.node("Mul", List.of("x", b.scalar("scale", 1 / 127.5)));
    String shifted = b.node("Sub", List.of(scaled, b.scalar("one", 1)));
    b.output(b.node("Conv", List.of(shifted, b.random("w", 2, 3, 1, 1))));
    FloatModel model = read(b, ImportOptions.none());
    assertEquals("0 to 255", model.choices().get(0).value());
    assertEquals(List.of("BatchNorm", "Conv"), OnnxOracleCheck.kinds(model.graph()));
  }

  @Test
  void paddingAsAnExporterLeavesIt() {
    OnnxModelBuilder b = new OnnxModelBuilder(13).input("x", 1, 3, 6, 6);
    b.node(
        "pads",
        "Constant",
        List.of(),
        List.of("pads"),
        OnnxModelBuilder.tensorValue(OnnxModelBuilder.tensor("", new long[] {4}, 0L, 1, 2, 1)));
    String length = b.node("Gather", List.of(b.node("Shape", List.of("pads")), scalar(b, "i", 0)));
    String missing =
        b.node(
            "Sub", List.of(b.node("Mul", List.of(scalar(b, "4", 4), scalar(b, "2", 2))), length));
    String zeros =
        b.node(
            "ConstantOfShape",
            List.of(b.node("Unsqueeze", List.of(missing, b.longs("at", 0)))),
            OnnxModelBuilder.tensorValue(OnnxModelBuilder.tensor("", new long[] {1}, 0L)));
    String all = b.node("Concat", List.of("pads", zeros), integer("axis", 0));
    String pairs = b.node("Reshape", List.of(all, b.longs("pairs", -1, 2)));
    String turned =
        b.node(
            "Slice",
            List.of(
                pairs,
                b.longs("start", -1),
                b.longs("end", Long.MIN_VALUE + 1),
                b.longs("axis", 0),
                b.longs("step", -1)));
    String columns = b.node("Transpose", List.of(turned), ints("perm", 1, 0));
    String flat = b.node("Reshape", List.of(columns, b.longs("all", -1)));
    String pad = b.node("Pad", List.of("x", b.node("Cast", List.of(flat), integer("to", 7))));
    b.output(b.node("Conv", List.of(pad, b.random("w", 2, 3, 3, 3))));
    assertEquals(List.of("Conv"), OnnxOracleCheck.kinds(OnnxOracleCheck.check(b, folder)));
  }

  private static String scalar(OnnxModelBuilder b, String name, long value) {
    b.initializer(OnnxModelBuilder.tensor(name, new long[0], value));
    return name;
  }
}
