package dev.octet.bench.board;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * LLVM's assembler and its model of pipelines, of version 19 or newer.
 *
 * @param version the suffix of the programs' names, such as 19
 */
record Llvm(int version) {
  private static final int OLDEST = 19;
  private static final int NEWEST = 40;
  private static final int ITERATIONS = 50;

  /** Everything that a core of the last years may run, so that all of it is understood. */
  private static final String FEATURES =
      "-mattr=+v8.6a,+fullfp16,+fp16fml,+dotprod,+i8mm,+bf16,+crypto,+crc,+lse,+sve,+sve2";

  private static final Pattern INVALID = Pattern.compile(":(\\d+):\\d+: warning: invalid");
  private static final Pattern CYCLES = Pattern.compile("^Total Cycles:\\s+(\\d+)$");

  /** The newest on the path; null where there is none. */
  static Llvm find() {
    for (int version = NEWEST; version >= OLDEST; version--) {
      if (onPath("llvm-mca-" + version) && onPath("llvm-mc-" + version)) {
        return new Llvm(version);
      }
    }
    return null;
  }

  private static boolean onPath(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Each instruction of some blocks as text: mnemonic, tab, operands; {@code nop} for a word that
   * is none.
   *
   * @throws IOException when the assembler does not run or answers something else
   */
  Map<Integer, String> disassemble(List<CodeBlock> blocks) throws IOException {
    Set<Integer> distinct = new LinkedHashSet<>();
    for (CodeBlock block : blocks) {
      for (int word : block.words()) {
        distinct.add(word);
      }
    }
    StringBuilder in = new StringBuilder();
    for (int word : distinct) {
      for (int i = 0; i < CodeBlock.WORD; i++) {
        in.append(i == 0 ? "" : ",").append("0x").append(Integer.toHexString(word >> 8 * i & 0xff));
      }
      in.append('\n');
    }
    Output output =
        run(List.of("llvm-mc-" + version, "--disassemble", "--triple=aarch64", FEATURES), in);
    Set<Integer> invalid = new HashSet<>();
    Matcher matcher = INVALID.matcher(output.errors);
    while (matcher.find()) {
      invalid.add(Integer.valueOf(matcher.group(1)));
    }
    List<String> lines =
        output
            .text
            .lines()
            .map(line -> line.replaceFirst("//.*", "").strip())
            .filter(line -> !line.isEmpty() && !line.startsWith(".text"))
            .toList();
    if (lines.size() + invalid.size() != distinct.size()) {
      throw new IOException(
          "llvm-mc answered " + lines.size() + " lines for " + distinct.size() + " instructions");
    }
    Map<Integer, String> texts = new HashMap<>();
    int line = 0;
    int next = 0;
    for (int word : distinct) {
      line++;
      texts.put(word, invalid.contains(line) ? "nop" : lines.get(next++));
    }
    return texts;
  }

  /**
   * Cycles of each of some pieces of code, as if it followed itself.
   *
   * @param cpu LLVM's name of a processor
   * @param pieces instructions of each as text, none of them a jump out of the piece
   * @throws IOException when the model does not run or answers something else
   */
  double[] cycles(String cpu, List<List<String>> pieces) throws IOException {
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      in.append("# LLVM-MCA-BEGIN ").append(i).append('\n');
      pieces.get(i).forEach(text -> in.append(text).append('\n'));
      in.append("# LLVM-MCA-END ").append(i).append('\n');
    }
    Output output =
        run(
            List.of(
                "llvm-mca-" + version,
                "-mtriple=aarch64",
                "-mcpu=" + cpu,
                FEATURES,
                "-iterations=" + ITERATIONS,
                "-resource-pressure=false",
                "-instruction-info=false",
                "-skip-unsupported-instructions=lack-sched"),
            in);
    double[] cycles =
        output
            .text
            .lines()
            .map(CYCLES::matcher)
            .filter(Matcher::matches)
            .mapToDouble(m -> Double.parseDouble(m.group(1)) / ITERATIONS)
            .toArray();
    if (cycles.length != pieces.size()) {
      throw new IOException(
          "llvm-mca answered " + cycles.length + " of " + pieces.size() + ": " + output.errors);
    }
    return cycles;
  }

  private record Output(String text, String errors) {}

  private static Output run(List<String> command, CharSequence in) throws IOException {
    Path input = Files.createTempFile("octet-board", ".s");
    try {
      Files.writeString(input, in);
      List<String> whole = new ArrayList<>(command);
      whole.add(input.toString());
      Process process = new ProcessBuilder(whole).start();
      process.getOutputStream().close();
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
      String text = readAll(process.getInputStream());
      return new Output(text, errors.join());
    } finally {
      Files.delete(input);
    }
  }

  private static String readAll(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
