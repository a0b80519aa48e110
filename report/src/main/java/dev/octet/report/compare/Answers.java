package dev.octet.report.compare;

import dev.octet.report.statistics.Fidelity;
import java.util.ArrayList;
import java.util.List;

/** What is known after some inputs of a comparison, in order; what an interrupted one keeps. */
final class Answers {
  /**
   * An input that could not be read.
   *
   * @param reason its name and why
   */
  record Skipped(int index, String reason) {}

  private final List<List<ImageResult>> images = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();

  Answers(int candidates) {
    for (int i = 0; i < candidates; i++) {
      images.add(new ArrayList<>());
    }
  }

  /** Number of inputs that were seen, the unreadable ones included. */
  int seen() {
    return readable() + skipped.size();
  }

  /** Number of inputs that were read. */
  int readable() {
    return images.get(0).size();
  }

  /** One candidate's results, to be added to. */
  List<ImageResult> of(int candidate) {
    return images.get(candidate);
  }

  int candidates() {
    return images.size();
  }

  /** Inputs that could not be read, to be added to. */
  List<Skipped> skipped() {
    return skipped;
  }

  /** Sums one candidate's figures. */
  Fidelity fidelity(int candidate) {
    Fidelity fidelity = new Fidelity();
    images.get(candidate).forEach(image -> fidelity.add(image.fidelity()));
    return fidelity;
  }
}
