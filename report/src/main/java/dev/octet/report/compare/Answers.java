package dev.octet.report.compare;

import dev.octet.calibration.input.SkippedInput;
import dev.octet.report.layer.Signal;
import dev.octet.report.statistics.Fidelity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is known after some inputs of a comparison, in order; what an interrupted one keeps. */
final class Answers {
  private final List<List<ImageResult>> images = new ArrayList<>();
  private final List<List<Signal>> outputs = new ArrayList<>();
  private final List<SkippedInput> skipped = new ArrayList<>();

  Answers(int candidates, int outputs) {
    for (int i = 0; i < candidates; i++) {
      images.add(new ArrayList<>());
      this.outputs.add(
          IntStream.range(0, outputs).mapToObj(o -> new Signal()).collect(Collectors.toList()));
    }
  }

  /** One candidate's sums for each output, to be added to. */
  List<Signal> outputs(int candidate) {
    return outputs.get(candidate);
  }

  /** Number of inputs that were seen, the unreadable ones included. */
  int seen() {
    return readable() + skipped.size();
  }

  /** Number of inputs that were read. */
  int readable() {
    return images.get(0).size();
  }

  /** Indices of the inputs that were read, in order. */
  int[] readableIndices() {
    return images.get(0).stream().mapToInt(ImageResult::index).toArray();
  }

  /** One candidate's results, to be added to. */
  List<ImageResult> of(int candidate) {
    return images.get(candidate);
  }

  int candidates() {
    return images.size();
  }

  /** Inputs that could not be read, to be added to. */
  List<SkippedInput> skipped() {
    return skipped;
  }

  /** Sums one candidate's figures. */
  Fidelity fidelity(int candidate) {
    Fidelity fidelity = new Fidelity();
    images.get(candidate).forEach(image -> fidelity.add(image.fidelity()));
    return fidelity;
  }
}
