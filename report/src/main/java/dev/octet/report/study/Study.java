package dev.octet.report.study;

import dev.octet.calibration.TensorSource;
import dev.octet.model.graph.Shape;
import dev.octet.report.budget.AccuracyBudget;
import dev.octet.report.compare.Candidate;
import dev.octet.report.compare.Comparison;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A finished comparison with everything that reports say about it.
 *
 * @param reference the float model
 * @param comparisons one for each candidate; reports look closer at the first
 * @param files the candidates' files, in the same order
 * @param source the data
 * @param inputShape shape of an input
 * @param classNames names of the model's outputs; empty when not known
 * @param budget what was demanded
 * @param origin how it came about
 */
public record Study(
    ReferenceFile reference,
    List<Comparison> comparisons,
    List<CandidateFile> files,
    TensorSource source,
    Shape inputShape,
    List<String> classNames,
    AccuracyBudget budget,
    Origin origin) {
  /** Copies the lists. */
  public Study {
    comparisons = List.copyOf(comparisons);
    files = List.copyOf(files);
    classNames = List.copyOf(classNames);
  }

  /** The comparison that reports look closer at. */
  public Comparison first() {
    return comparisons.get(0);
  }

  /** The name of a class, or its number. */
  public String className(int index) {
    return index >= 0 && index < classNames.size()
        ? classNames.get(index)
        : Integer.toString(index);
  }

  /** The verdict on a candidate. */
  public Verdict verdict(Comparison comparison) {
    if (!comparison.hasClasses()) {
      return Verdict.ofOutputs(comparison);
    }
    return hasOneOutput()
        ? Verdict.ofOneOutput(comparison.fidelity())
        : Verdict.of(comparison.fidelity(), budget);
  }

  private boolean hasOneOutput() {
    return comparisons.stream()
        .map(Comparison::candidate)
        .anyMatch(c -> c instanceof Candidate.Int8 int8 && int8.model().classes() == 1);
  }

  /** Whether every candidate keeps the budget. */
  public boolean budgetMet() {
    return comparisons.stream().allMatch(comparison -> budget.isMet(comparison.fidelity()));
  }

  /** The file of a comparison's candidate. */
  @SuppressWarnings("ReferenceEquality") // two candidates may have equal figures
  public CandidateFile file(Comparison comparison) {
    return files.get(
        IntStream.range(0, comparisons.size())
            .filter(i -> comparisons.get(i) == comparison)
            .findFirst()
            .orElseThrow());
  }
}
