package dev.octet.bench.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what a run cost: {@code BoardReport COUNTS FACTS [--core NAME]... [--native] [--hot]
 * [--json FILE] [--expect FILE NAME]}. Exit code 1 when the answer is wrong or the run took over 5
 * % more instructions than FILE says. {@code bench/board/measure} calls it.
 */
public final class BoardReport {
  private BoardReport() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    CountFile counts = CountFile.read(Path.of(args[0]));
    RunFacts facts = RunFacts.of(Files.readAllLines(Path.of(args[1])));
    List<Core> cores = new ArrayList<>();
    boolean jvm = true;
    boolean hot = false;
    Path json = null;
    Path expected = null;
    String name = null;
    for (int i = 2; i < args.length; i++) {
      switch (args[i]) {
        case "--core" -> cores.add(Core.of(args[++i]));
        case "--native" -> jvm = false;
        case "--hot" -> hot = true;
        case "--json" -> json = Path.of(args[++i]);
        case "--expect" -> {
          expected = Path.of(args[++i]);
          name = args[++i];
        }
        default -> throw new IllegalArgumentException("what is " + args[i] + "?");
      }
    }
    Llvm llvm = Llvm.find();
    if (llvm == null) {
      System.err.println(
          "no llvm-mca of version 19 or newer: instructions only, no classes and no cycles");
    }
    Cost cost = Cost.of(counts, llvm, cores.isEmpty() ? Arrays.asList(Core.values()) : cores, jvm);
    System.out.print(CostText.table(facts, cost));
    if (hot) {
      System.out.print(CostText.hottest(cost));
    }
    if (json != null) {
      Files.writeString(json, CostText.json(facts, cost));
    }
    if (facts.value("answer").equals("wrong")) {
      fail("the answer is not the golden one");
    }
    if (expected != null) {
      String wrong = Expected.check(expected, name, cost.instructions());
      if (wrong != null) {
        fail(wrong);
      }
      System.out.printf(Locale.ROOT, "within 5 %% of %s%n", expected.getFileName());
    }
  }

  private static void fail(String what) {
    System.err.println(what);
    System.exit(1);
  }
}
