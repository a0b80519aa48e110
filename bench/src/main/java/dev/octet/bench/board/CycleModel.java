package dev.octet.bench.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cycles of each block on a core, from the model of the traces that it is part of. They add up: the
 * cycles of an inference are those of its steps.
 */
final class CycleModel {
  /** The share of all instructions that is modelled; the rest is taken to be like it. */
  private static final double MODELLED = 0.99;

  private final double[] cycles;

  private CycleModel(double[] cycles) {
    this.cycles = cycles;
  }

  /**
   * Models a core.
   *
   * @param traces what ran, most instructions first
   * @throws IOException when LLVM's model does not run
   */
  static CycleModel of(Core core, Llvm llvm, CountFile file, List<Trace> traces)
      throws IOException {
    double all = traces.stream().mapToDouble(Trace::instructions).sum();
    List<List<String>> pieces = new ArrayList<>();
    double modelled = 0;
    for (Trace trace : traces) {
      if (modelled > MODELLED * all) {
        break;
      }
      modelled += trace.instructions();
      pieces.add(trace.texts().stream().map(CycleModel::withoutJump).toList());
    }
    double[] each = llvm.cycles(core.model(), pieces);
    double[] perInstruction = new double[file.blocks().size()];
    Arrays.fill(perInstruction, -1);
    double sum = 0;
    for (int i = 0; i < pieces.size(); i++) {
      Trace trace = traces.get(i);
      double per = core.correct(each[i], trace.texts()) / trace.texts().size();
      sum += per * trace.instructions();
      for (int block : trace.blocks()) {
        perInstruction[block] = per;
      }
    }
    double[] cycles = new double[perInstruction.length];
    for (int i = 0; i < cycles.length; i++) {
      double per = perInstruction[i] < 0 ? sum / modelled : perInstruction[i];
      cycles[i] = per * file.blocks().get(i).instructions();
    }
    return new CycleModel(cycles);
  }

  /** Cycles of a section. */
  double cycles(Section section) {
    double sum = 0;
    for (int i = 0; i < section.counts().length; i++) {
      sum += section.counts()[i] * cycles[i];
    }
    return sum;
  }

  /** An instruction that costs the same and needs no label, no address and no privilege. */
  static String withoutJump(String text) {
    String mnemonic = text.split("\t", 2)[0];
    if (mnemonic.matches("b|bl|br|blr|ret")) {
      return "b #4";
    }
    if (mnemonic.matches("b\\..*|cbn?z|tbn?z")) {
      return text.replaceFirst("#-?(?:0x)?[0-9a-f]+$", "#4");
    }
    if (mnemonic.matches("adrp?")) {
      return "movz " + text.split("\t", 2)[1].split(",")[0] + ", #1";
    }
    if (mnemonic.matches("svc|hint|brk|udf|hlt|mrs|msr|sysl?|dc|ic|at|tlbi.*|isb|clrex|yield")) {
      return "nop";
    }
    return text;
  }
}
