package dev.octet.model.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostilePickleTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "subprocess, Popen",
    "builtins, eval",
    "builtins, exec",
    "builtins, getattr",
    "__builtin__, apply",
    "importlib, import_module",
    "os.path, join",
    "java.lang.Runtime, getRuntime"
  })
  void neverRunsAnything(String module, String function) {
    Path proof = folder.resolve("proof");
    PickleBuilder call =
        new PickleBuilder()
            .global(module, function)
            .op('(')
            .string("touch " + proof)
            .op('t')
            .op('R');
    byte[] pickle = call.build();
    PickleBuilder.zip(folder.resolve("a.pth"), pickle, Map.of(), "little");
    write("b.pth", pickle);

    for (String name : new String[] {"a.pth", "b.pth"}) {
      OctetException e = refusal(name);
      assertTrue(e.what().contains(module + "." + function), e.what());
      assertEquals(
          module.startsWith("java") ? Failure.UNSUPPORTED : Failure.INPUT, e.failure(), module);
      assertFalse(Files.exists(proof));
    }
  }

  @Test
  void refusesAStackGlobalToo() {
    byte[] pickle =
        new PickleBuilder()
            .string("os")
            .string("system")
            .op(0x93)
            .string("x")
            .op(0x85)
            .op('R')
            .build();
    assertInput(pickle, "os.system");
  }

  @Test
  void refusesOldOpcodesThatMakeObjects() {
    assertInput(new PickleBuilder().raw("(ios\nsystem\n").build(), "unknown pickle opcode 0x69");
    assertInput(new PickleBuilder().op('(').op('o').build(), "unknown pickle opcode 0x6f");
    assertInput(new PickleBuilder().op(0x82).op(1).build(), "unknown pickle opcode 0x82");
    assertInput(new PickleBuilder().op('P').build(), "unknown pickle opcode 0x50");
  }

  @Test
  void boundsDepth() {
    PickleBuilder nested = new PickleBuilder().raw("]".repeat(90_000)).raw("a".repeat(89_999));
    OctetException e = refusal(zip(nested));
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertEquals("no state dict in it", e.what());

    assertInput(new PickleBuilder().raw("]".repeat(2_000_000)).build(), "steps in a pickle");
  }

  @Test
  void survivesCycles() {
    // A dict that holds itself as its own state dict.
    byte[] cyclic =
        new PickleBuilder()
            .op('}')
            .op('q')
            .op(0)
            .string("state_dict")
            .op('h')
            .op(0)
            .op('s')
            .build();
    PickleBuilder.zip(folder.resolve("a.pth"), cyclic, Map.of(), "little");
    assertEquals("no state dict in it", refusal("a.pth").what());
  }

  @Test
  void checksLengthsBeforeItAllocates() {
    assertInput(new PickleBuilder().length4('X', 0x7fffffff).build(), "a value of 2147483647");
    assertInput(new PickleBuilder().length4('X', -1).build(), "a value of 4294967295");
    assertInput(new PickleBuilder().length4('T', -1).build(), "a value of -1");
    assertInput(new PickleBuilder().length4(0x8b, -5).build(), "a value of -5");
    assertInput(new PickleBuilder().length8(0x8e, Long.MAX_VALUE).build(), "a value of");
    assertInput(new PickleBuilder().length8(0x8d, -1).build(), "a value of -1");
    assertInput(new PickleBuilder().length4('B', 1 << 20).build(), "ends inside a pickle");
    assertInput(new PickleBuilder().op(0x8a).op(200).raw("x".repeat(200)).build(), "200 bytes");
    assertInput(
        new PickleBuilder().global("m".repeat(600), "x").build(), "more than 512 characters");
  }

  @Test
  void boundsCopies() {
    // OrderedDict(pairs) of the same list of 100,000 pairs, a hundred times.
    PickleBuilder builder =
        new PickleBuilder().global("collections", "OrderedDict").op('q').op(0).op('0');
    builder.op(']').op('q').op(1).string("k").op('N').op(0x86).op('q').op(2).op('0').op('(');
    builder.raw("h\2".repeat(100_000)).op('e').op('0');
    builder.raw("h\0h\1\u0085R0".repeat(100)).op('N');
    assertInput(builder.build(), "over and over");
  }

  @Test
  void refusesBrokenStacks() {
    assertInput(new PickleBuilder().op('0').build(), "not made");
    assertInput(new PickleBuilder().build(), "not made");
    assertInput(new PickleBuilder().op('t').build(), "not begun");
    assertInput(new PickleBuilder().op('(').op('a').build(), "not made");
    assertInput(new PickleBuilder().op('N').op('N').op('a').build(), "no list");
    assertInput(new PickleBuilder().op('N').op('N').op('N').op('s').build(), "no dict");
    assertInput(new PickleBuilder().op('}').op('(').op('N').op('u').build(), "without a value");
    assertInput(new PickleBuilder().op(')').op('N').op('a').build(), "no list");
    assertInput(new PickleBuilder().op('h').op(7).build(), "stored under 7");
    assertInput(new PickleBuilder().op('N').op(')').op('R').build(), "no function");
    assertInput(new PickleBuilder().string("x").op('N').op('b').build(), "that has none");
    assertInput(new PickleBuilder().op(0x80).op(9).build(), "protocol 9");
  }

  @Test
  void refusesBrokenTensors() {
    long[] two = {2};
    long[] one = {1};
    byte[] four = new byte[16];
    assertTensor(p -> p.tensor("0", 4, 3, two, one), four, "ends at byte 20");
    assertTensor(p -> p.tensor("0", 4, -1, two, one), four, "begins before");
    assertTensor(p -> p.tensor("0", 4, 0, new long[] {-2}, one), four, "extent of -2");
    assertTensor(p -> p.tensor("0", 4, 0, new long[] {1L << 31}, one), four, "extent of");
    assertTensor(p -> p.tensor("0", 4, 0, two, new long[] {-1}), four, "strides");
    assertTensor(p -> p.tensor("0", 4, 0, two, new long[] {1, 1}), four, "strides");
    assertTensor(p -> p.tensor("0", 4, 0, two, new long[] {Long.MAX_VALUE}), four, "strides");
    assertTensor(p -> p.tensor("0", 4, Long.MAX_VALUE, two, one), four, "strides");
    assertTensor(p -> p.tensor("0", 5, 0, two, one), four, "the pickle says 20");
    assertTensor(p -> p.tensor("0", 1L << 60, 0, two, one), four, "storage of");
    assertTensor(p -> p.tensor("0", -1, 0, two, one), four, "storage of -1");
    assertTensor(p -> p.tensor("1", 4, 0, two, one), four, "missing");
    assertTensor(p -> p.tensor("0", 4, 0, new long[40], new long[40]), four, "40 dimensions");
    assertTensor(
        p -> p.global("torch", "FloatStorage").op(')').op('R'), four, "call of torch.FloatStorage");
  }

  private interface Part {
    PickleBuilder append(PickleBuilder builder);
  }

  private void assertTensor(Part tensor, byte[] storage, String what) {
    PickleBuilder dict = new PickleBuilder().op('}').string("a.weight");
    tensor.append(dict).op('s').zip(folder.resolve("a.pth"), Map.of("0", storage));
    OctetException e = refusal("a.pth");
    assertEquals(Failure.INPUT, e.failure(), e.getMessage());
    assertTrue(e.what().contains(what), e.what());
  }

  @Test
  void smallFilesCannotAskForMuch() {
    // A stem whose 2^31 weights are one stored element, seen over and over.
    long[] shape = {1L << 27, 3, 3, 3};
    PickleBuilder dict = new PickleBuilder().op('}');
    dict.string("a.weight").tensor("0", 1, 0, shape, new long[4]).op('s');
    dict.string("a.bias").tensor("0", 1, 0, new long[] {1L << 27}, new long[1]).op('s');
    dict.zip(folder.resolve("a.pth"), Map.of("0", new byte[4]));
    assertEquals(Failure.UNSUPPORTED, refusal("a.pth").failure());
  }

  /** Found by fuzzing. */
  @Test
  void refusesNamesOfEntriesThatAreNotText() throws IOException {
    PickleBuilder.zip(
        folder.resolve("a.pth"), new PickleBuilder().op('}').build(), Map.of("k", new byte[4]), "");
    byte[] bytes = Files.readAllBytes(folder.resolve("a.pth"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // The name in the directory at the end, whose entries may be in UTF-8.
    int name = text.lastIndexOf("data/k");
    bytes[name] = (byte) 0xff;
    bytes[text.lastIndexOf("PK\1\2", name) + 9] |= 8;
    write("a.pth", bytes);
    assertEquals(Failure.INPUT, refusal("a.pth").failure());
  }

  @Test
  void refusesBigEndianFiles() {
    PickleBuilder.zip(
        folder.resolve("a.pth"), new PickleBuilder().op('}').build(), Map.of(), "big");
    OctetException e = refusal("a.pth");
    assertEquals(Failure.UNSUPPORTED, e.failure());
    assertTrue(e.what().contains("'big'"), e.what());
  }

  @Test
  void refusesWhatIsNoStateDict() {
    assertEquals("no state dict in it", refusal(zip(new PickleBuilder().op('}'))).what());
    assertEquals("no state dict in it", refusal(zip(new PickleBuilder().op('N'))).what());
    write("plain.pkl", new PickleBuilder().op('}').build());
    assertEquals("a pickle that torch.save has not written", refusal("plain.pkl").what());
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    PickleBuilder dict = new PickleBuilder().op('}');
    for (int i = 0; i < 2; i++) {
      dict.string("a.weight").tensor("0", 1, 0, new long[] {1}, new long[] {1}).op('s');
    }
    dict.zip(folder.resolve("a.pth"), Map.of("0", new byte[4]));
    assertEquals("two tensors of this name", refusal("a.pth").what());
  }

  private void assertInput(byte[] pickle, String what) {
    PickleBuilder.zip(folder.resolve("a.pth"), pickle, Map.of(), "little");
    OctetException e = refusal("a.pth");
    assertEquals(Failure.INPUT, e.failure(), e.getMessage());
    assertTrue(e.what().contains(what), e.what());
  }

  private String zip(PickleBuilder builder) {
    builder.zip(folder.resolve("a.pth"), Map.of());
    return "a.pth";
  }

  private void write(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private OctetException refusal(String name) {
    return assertThrows(
        OctetException.class,
        () -> FloatModels.read(folder.resolve(name), ImportOptions.size(32, 32)));
  }
}
