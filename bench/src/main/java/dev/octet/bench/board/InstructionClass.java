package dev.octet.bench.board;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** What an arm64 instruction does, as far as it tells how a kernel spends its time. */
enum InstructionClass {
  /** {@code sdot} and the like: four products of bytes a lane. */
  DOT("dot products", (m, o) -> Set.of("sdot", "udot", "usdot", "sudot").contains(m)),

  /** {@code smmla} and the like: products of small matrices of bytes. */
  MATRIX("matrix products", (m, o) -> m.endsWith("mmla")),

  /** Widening integer products of vectors. */
  WIDE_VECTOR(
      "widening vector products", (m, o) -> Rule.vector(o) && m.matches("[su](ml[as]l|mull)2?")),

  /** {@code sadalp} and the like: sums of neighbours. */
  PAIRWISE("pairwise sums", (m, o) -> m.matches("[su]ad[da]lp")),

  /** Integer products of vectors. */
  INT_VECTOR("int vector products", (m, o) -> Rule.vector(o) && m.matches("mla|mls|mul")),

  /** Float products of vectors. */
  FLOAT_VECTOR("float vector products", (m, o) -> Rule.vector(o) && m.matches("fml[as]|fmul")),

  /** Float products. */
  FLOAT("float products", (m, o) -> m.matches("fn?m(add|sub)|fmul")),

  /** 64-bit products. */
  LONG("64-bit products", (m, o) -> o.startsWith("x") && m.matches("madd|msub|mul|mneg|[su]mulh")),

  /** 32-bit products, and those of two 32-bit registers to 64 bits. */
  INT(
      "32-bit products",
      (m, o) -> m.matches("madd|msub|mul|mneg|[su](maddl|msubl|mull|mnegl)") && !Rule.vector(o)),

  /** Loads to vector registers of 128 bits. */
  VECTOR_LOAD("vector loads", (m, o) -> m.startsWith("ld") && Rule.wide(o)),

  /** Stores of vector registers of 128 bits. */
  VECTOR_STORE("vector stores", (m, o) -> m.startsWith("st") && Rule.wide(o)),

  /** All other loads. */
  LOAD("loads", (m, o) -> m.startsWith("ld")),

  /** All other stores. */
  STORE("stores", (m, o) -> m.startsWith("st")),

  /** Branches and calls. */
  BRANCH("branches", (m, o) -> m.startsWith("b.") || m.matches("bl?|blr?|br|ret|cbn?z|tbn?z")),

  /** What else works on vector or float registers. */
  OTHER_VECTOR("other vector and float", (m, o) -> Rule.vector(o) || o.matches("[vqdshb]\\d.*")),

  /** Everything else. */
  OTHER("other", (m, o) -> true);

  private final String title;
  private final BiPredicate<String, String> rule;

  InstructionClass(String title, BiPredicate<String, String> rule) {
    this.title = title;
    this.rule = rule;
  }

  /** What reports call it. */
  String title() {
    return title;
  }

  /**
   * The class of an instruction.
   *
   * @param text as {@code llvm-mc} prints it: mnemonic, tab, operands
   */
  static InstructionClass of(String text) {
    int tab = text.indexOf('\t');
    String mnemonic = tab < 0 ? text : text.substring(0, tab);
    String operands = tab < 0 ? "" : text.substring(tab + 1);
    return Arrays.stream(values())
        .filter(c -> c.rule.test(mnemonic, operands))
        .findFirst()
        .orElseThrow();
  }

  private static final class Rule {
    private static final Pattern VECTOR = Pattern.compile("\\b[vz]\\d+\\.");
    private static final Pattern WIDE = Pattern.compile("\\bq\\d+|\\b[vz]\\d+\\.");

    static boolean vector(String operands) {
      return VECTOR.matcher(operands).find();
    }

    static boolean wide(String operands) {
      return WIDE.matcher(operands).find();
    }
  }
}
