package dev.octet.bench.board;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A cost as text for people and as JSON for programs. */
final class CostText {
  private static final double MEGA = 1e6;
  private static final double KILO = 1e3;

  private CostText() {}

  /** The table of a run: instructions, classes, cycles, and each step where they were marked. */
  static String table(RunFacts facts, Cost cost) {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "%s, kernels %s, %s: answer %s",
        facts.value("model"),
        facts.value("kernels"),
        facts.value("machine"),
        facts.value("answer"));
    line(
        out,
        "  %.3f M instructions an inference%s (least %.3f, most %.3f; libraries %.3f more)",
        cost.instructions() / MEGA,
        facts.macs() == 0
            ? ""
            : String.format(Locale.ROOT, ", %.3f a product", cost.instructions() / facts.macs()),
        cost.least() / MEGA,
        cost.most() / MEGA,
        cost.elsewhere() / MEGA);
    cost.classes().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .filter(e -> e.getValue() >= cost.instructions() / KILO)
        .forEach(
            e ->
                line(
                    out,
                    "  %12.3f M %5.1f %%  %s",
                    e.getValue() / MEGA,
                    100 * e.getValue() / cost.instructions(),
                    e.getKey().title()));
    cost.cycles()
        .forEach(
            (core, cycles) ->
                line(
                    out,
                    "  %s: %.1f M cycles%s, %.0f ms at %.1f GHz",
                    core.title(),
                    cycles / MEGA,
                    facts.macs() == 0
                        ? ""
                        : String.format(
                            Locale.ROOT, ", %.2f products a cycle", facts.macs() / cycles),
                    cycles / MEGA / core.gigahertz(),
                    core.gigahertz()));
    if (!cost.steps().isEmpty()) {
      steps(out, facts, cost);
    }
    return out.toString();
  }

  private static void steps(StringBuilder out, RunFacts facts, Cost cost) {
    line(
        out,
        "    # M instructions  M cycles %s",
        cost.cycles().keySet().stream().map(Core::title).collect(Collectors.joining(" ")));
    for (Cost.StepCost step : cost.steps()) {
      String cycles =
          step.cycles().values().stream()
              .map(c -> String.format(Locale.ROOT, "%10.3f", c / MEGA))
              .collect(Collectors.joining());
      line(
          out,
          "  %3d %14.3f %s  %s",
          step.index(),
          step.instructions() / MEGA,
          cycles,
          step.index() < facts.steps().size() ? facts.steps().get(step.index()).what() : "");
    }
  }

  /** The hottest code with its share. */
  static String hottest(Cost cost) {
    StringBuilder out = new StringBuilder();
    for (Trace trace : cost.hottest()) {
      line(
          out,
          "%.1f %% in a trace of %d instructions:",
          100 * trace.instructions() / cost.instructions(),
          trace.texts().size());
      trace.texts().forEach(text -> line(out, "    %s", text.replace('\t', ' ')));
    }
    return out.toString();
  }

  /** The same as JSON; instructions and cycles are of one inference. */
  static String json(RunFacts facts, Cost cost) {
    StringBuilder out = new StringBuilder("{");
    for (String name : new String[] {"model", "kernels", "machine", "answer"}) {
      out.append(quoted(name)).append(": ").append(quoted(facts.value(name))).append(",\n ");
    }
    out.append(
        String.format(
            Locale.ROOT,
            "\"macs\": %d,%n \"instructions\": %.0f,%n \"elsewhere\": %.0f,%n",
            facts.macs(),
            cost.instructions(),
            cost.elsewhere()));
    out.append(" \"classes\": ")
        .append(
            cost.classes().entrySet().stream()
                .map(e -> number(e.getKey().title(), e.getValue()))
                .collect(Collectors.joining(", ", "{", "}")));
    out.append(",\n \"cycles\": ").append(cycles(cost.cycles()));
    out.append(",\n \"steps\": [")
        .append(
            cost.steps().stream()
                .map(
                    s ->
                        "\n  {"
                            + number("step", s.index())
                            + ", "
                            + number("instructions", s.instructions())
                            + ", \"cycles\": "
                            + cycles(s.cycles())
                            + "}")
                .collect(Collectors.joining(",")));
    return out.append("]}\n").toString();
  }

  private static String cycles(Map<Core, Double> cycles) {
    return cycles.entrySet().stream()
        .map(e -> number(e.getKey().title(), e.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String number(String name, double value) {
    return String.format(Locale.ROOT, "%s: %.0f", quoted(name), value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void line(StringBuilder out, String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
