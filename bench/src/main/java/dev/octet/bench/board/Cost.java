package dev.octet.bench.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one inference costs.
 *
 * @param instructions of compiled code, of the last inference that was measured
 * @param least of all that were measured
 * @param most of all that were measured
 * @param elsewhere in the JVM's own libraries, other threads included; 0 for native programs, all
 *     of whose code counts
 * @param classes instructions by class; empty without LLVM
 * @param cycles by core; empty without LLVM
 * @param steps each step's share; empty unless steps were marked
 * @param hottest the traces with most instructions
 */
record Cost(
    double instructions,
    double least,
    double most,
    double elsewhere,
    Map<InstructionClass, Double> classes,
    Map<Core, Double> cycles,
    List<StepCost> steps,
    List<Trace> hottest) {

  private static final int HOTTEST = 10;

  /**
   * What a step costs.
   *
   * @param index of the operation
   * @param instructions of an inference's
   * @param cycles by core; empty without LLVM
   */
  record StepCost(int index, double instructions, Map<Core, Double> cycles) {}

  /**
   * Evaluates what the plugin counted.
   *
   * @param llvm null where it is missing: no classes, no cycles
   * @param jvm whether a JVM ran, of which only compiled code counts
   * @throws IOException when LLVM does not run
   */
  static Cost of(CountFile file, Llvm llvm, List<Core> cores, boolean jvm) throws IOException {
    List<Section> runs = file.named("run");
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no inference was counted");
    }
    double[] each = runs.stream().mapToDouble(r -> file.instructions(r, jvm)).sorted().toArray();
    Section last = runs.get(runs.size() - 1);
    Section counted = jvm ? file.generated(last) : last;
    double instructions = file.instructions(counted, false);
    Map<InstructionClass, Double> classes = new EnumMap<>(InstructionClass.class);
    Map<Core, CycleModel> models = new EnumMap<>(Core.class);
    Map<Core, Double> cycles = new EnumMap<>(Core.class);
    List<Trace> traces = List.of();
    if (llvm != null) {
      Map<Integer, String> texts = llvm.disassemble(file.blocks());
      for (int i = 0; i < counted.counts().length; i++) {
        for (int word : file.blocks().get(i).words()) {
          classes.merge(InstructionClass.of(texts.get(word)), counted.counts()[i], Double::sum);
        }
      }
      traces = Traces.of(file, counted, texts);
      for (Core core : cores) {
        CycleModel model = CycleModel.of(core, llvm, file, traces);
        models.put(core, model);
        cycles.put(core, model.cycles(counted));
      }
    }
    return new Cost(
        instructions,
        each[0],
        each[each.length - 1],
        file.instructions(last, false) - instructions,
        classes,
        cycles,
        steps(file, models, jvm),
        traces.subList(0, Math.min(HOTTEST, traces.size())));
  }

  private static List<StepCost> steps(CountFile file, Map<Core, CycleModel> models, boolean jvm) {
    List<StepCost> steps = new ArrayList<>();
    for (int i = 0; !file.named("step/" + i).isEmpty(); i++) {
      List<Section> sections = file.named("step/" + i);
      // Steps in bands are told of several times in each inference.
      double times = (double) sections.size() / file.named("run").size();
      Section step = without(file.mean("step/" + i), file.mean("mark"));
      Section counted = jvm ? file.generated(step) : step;
      Map<Core, Double> cycles = new EnumMap<>(Core.class);
      models.forEach((core, model) -> cycles.put(core, times * model.cycles(counted)));
      steps.add(new StepCost(i, times * file.instructions(counted, false), cycles));
    }
    return steps;
  }

  private static Section without(Section section, Section marks) {
    double[] counts = section.counts().clone();
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, counts[i] - marks.count(i));
    }
    return new Section(section.name(), counts);
  }
}
