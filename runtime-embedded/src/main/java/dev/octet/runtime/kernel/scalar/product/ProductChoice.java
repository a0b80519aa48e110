package dev.octet.runtime.kernel.scalar.product;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the choice of a {@link ProductForm} depends on. */
public final class ProductChoice {
  /** System property that names a {@link ProductForm} in place of the fastest one: float-loops. */
  private static final String PRODUCTS = "octet.products";

  private static final String PART = "CPU part";

  /** ARM's 64-bit cores that run instructions in order: Cortex-A34, A53, A35, A55, A510, A520. */
  private static final Set<String> IN_ORDER =
      new HashSet<>(Arrays.asList("0xd02", "0xd03", "0xd04", "0xd05", "0xd46", "0xd80"));

  /** Cores whose NEON does one product of four ints in two cycles, floats in one: A57, A72, A73. */
  private static final Set<String> NARROW = new HashSet<>(Arrays.asList("0xd07", "0xd08", "0xd09"));

  private static final String UNROLL = "-XX:LoopUnrollLimit=";

  /** What C2 must be allowed so that it unrolls loops of eight terms; 60 is what it has. */
  private static final int UNROLLED = 300;

  private final String architecture;
  private final boolean old;
  private final List<String> processors;
  private final boolean unrolls;

  /**
   * Describes one.
   *
   * @param architecture as {@code os.arch} has it
   * @param java the JVM's specification version: 1.8, 17
   * @param processors lines of its {@code /proc/cpuinfo}; empty where it is not known
   * @param command how the JVM was started, as {@code /proc/self/cmdline} has it
   */
  ProductChoice(String architecture, String java, List<String> processors, String command) {
    this.architecture = architecture;
    this.old = java.startsWith("1.");
    this.processors = processors;
    this.unrolls = unrolls(command);
  }

  /** This machine and JVM. */
  static ProductChoice here() {
    return new ProductChoice(
        System.getProperty("os.arch", ""),
        System.getProperty("java.specification.version", ""),
        Arrays.asList(text("/proc/cpuinfo").split("\n")),
        text("/proc/self/cmdline"));
  }

  /** The form that {@link #PRODUCTS} names, else the one that is fastest on this machine. */
  public static ProductForm chosen() {
    String name = System.getProperty(PRODUCTS);
    return name == null
        ? here().form()
        : ProductForm.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The form that is fastest here. */
  ProductForm form() {
    if (architecture.equals("amd64")
        || architecture.startsWith("x86")
        || architecture.equals("i386")) {
      return ProductForm.LOOPS;
    }
    if (!architecture.contains("64")) {
      return ProductForm.INT_TILES;
    }
    if (!architecture.equals("aarch64")) {
      return ProductForm.PACKED_TILES;
    }
    return old
        ? oldForm()
        : all(IN_ORDER) || !FloatLoops.fused() ? ProductForm.LOOPS : ProductForm.FLOAT_LOOPS;
  }

  /**
   * Java 8's C2 has no fused products. It unrolls loops so little, unless told otherwise, that a
   * core that runs in order waits for loads.
   */
  private ProductForm oldForm() {
    if (!unrolls) {
      return all(IN_ORDER) ? ProductForm.PACKED_TILES : ProductForm.LOOPS;
    }
    return all(IN_ORDER) || all(NARROW) ? ProductForm.LONG_LOOPS : ProductForm.FLOAT_LOOPS;
  }

  private static boolean unrolls(String command) {
    boolean unrolls = false;
    for (String argument : command.split("\0")) {
      if (argument.startsWith(UNROLL)) {
        String limit = argument.substring(UNROLL.length());
        unrolls = limit.matches("[0-9]{1,9}") && Integer.parseInt(limit) >= UNROLLED;
      }
    }
    return unrolls;
  }

  private boolean all(Set<String> parts) {
    boolean any = false;
    for (String line : processors) {
      if (line.startsWith(PART)) {
        any = true;
        if (!parts.contains(line.substring(line.indexOf(':') + 1).trim())) {
          return false;
        }
      }
    }
    return any;
  }

  private static String text(String file) {
    try {
      return new String(Files.readAllBytes(Paths.get(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      return "";
    }
  }
}
