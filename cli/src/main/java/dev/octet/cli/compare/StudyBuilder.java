package dev.octet.cli.compare;

import dev.octet.cli.console.Console;
import dev.octet.cli.console.NameConverter;
import dev.octet.cli.console.Version;
import dev.octet.cli.option.Models;
import dev.octet.model.Choice;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import dev.octet.report.study.CandidateFile;
import dev.octet.report.study.Latency;
import dev.octet.report.study.Origin;
import dev.octet.report.study.ReferenceFile;
import dev.octet.report.study.Study;
import dev.octet.runtime.schedule.Preprocessing;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Puts together what the reports of a comparison say.
 *
 * @param inputs what was compared
 * @param spec of the command, for the line as it was typed
 * @param console for details on the way
 */
record StudyBuilder(CompareInputs inputs, CommandSpec spec, Console console) {
  private static final double LATENCY_SECONDS = 0.5;

  /**
   * Builds.
   *
   * @param board how fast the first model is on a board, if that is known
   * @param options further settings to show: names and values
   * @param reproducible without time of day and latency
   */
  Study build(
      List<Comparison> comparisons,
      AccuracyBudget budget,
      Optional<Latency> board,
      Map<String, Object> options,
      boolean reproducible) {
    List<CandidateFile> files = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Path file = inputs.files().get(i);
      Optional<Latency> host = Optional.empty();
      if (!reproducible && inputs.candidates().get(i) instanceof Candidate.Int8 int8) {
        console.detail("measuring latency");
        host = Optional.of(Latency.onHost(int8.model(), LATENCY_SECONDS));
      }
      files.add(
          new CandidateFile(
              file.getFileName().toString(),
              Models.bytes(file),
              inputs.hashes().get(i),
              host,
              i == 0 ? board : Optional.empty()));
    }
    return new Study(
        new ReferenceFile(
            inputs.model().graph().name(),
            inputs.floatFile().getFileName().toString(),
            Models.bytes(inputs.floatFile()),
            inputs.model().format(),
            inputs.model().sha256()),
        comparisons,
        files,
        inputs.source(),
        inputs.model().graph().inputShape(),
        inputs.classNames(),
        budget,
        new Origin(
            commandLine(),
            Version.number(),
            reproducible
                ? Optional.empty()
                : Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()),
            settings(options)));
  }

  private List<String> commandLine() {
    List<String> line = new ArrayList<>(List.of("octet"));
    line.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return line;
  }

  private Map<String, Object> settings(Map<String, Object> options) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("data", inputs.src().toString());
    settings.put("inputs", inputs.source().size());
    settings.putAll(options);
    Preprocessing rules = inputs.rules().orElse(null);
    if (rules == null) {
      settings.put("preprocessing", "none: ready tensors");
    } else {
      settings.put("resize", NameConverter.name(rules.resize));
      settings.put("cropFraction", rules.cropFraction);
      settings.put("mean", Arrays.toString(rules.mean));
      settings.put("std", Arrays.toString(rules.std));
    }
    for (Choice choice : inputs.model().choices()) {
      settings.put(choice.name(), choice.value() + " (" + choice.reason() + ")");
    }
    settings.put("java", System.getProperty("java.version"));
    return settings;
  }
}
