package dev.octet.quantizer.mixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.calibration.Progress;
import dev.octet.quantizer.sensitivity.SensitivityScan.Sensitivity;
import dev.octet.quantizer.simulate.Run;
import dev.octet.quantizer.tuning.Attempt;
import dev.octet.quantizer.tuning.TuningFidelity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreedyWideningTest {
  @Test
  void aRoundThatIsWorseByLuckIsNotTheEnd() {
    Search search = new Search(tensors(8), 40);
    // 8 bits, then one tensor more, then further
    Attempt best = search.run(fidelity(39.8, 38), fidelity(38.9, 37), fidelity(46, 41));
    assertEquals(46, best.fidelity().sqnrDb());
    assertTrue(search.asked.get(1).size() > search.asked.get(0).size() + 1, search.toString());
    assertEquals(
        search.asked.get(1).size(),
        search.run.notes().stream().filter(note -> note.startsWith("16 bits for ")).count());
  }

  @Test
  void aRoundThatReachesTheGoalIsKeptWhateverItsMean() {
    Search search = new Search(tensors(8), 40);
    Attempt best = search.run(fidelity(46.6, 39.9), fidelity(46, 40.2));
    assertEquals(40.2, best.fidelity().lowSqnrDb());
  }

  @Test
  void ifNothingHelpsTheStartIsKeptAndSaid() {
    Search search = new Search(tensors(8), 40);
    TuningFidelity worse = fidelity(30, 29);
    Attempt best = search.run(fidelity(35, 34), worse, worse, worse, worse, worse, worse, worse);
    assertEquals(35, best.fidelity().sqnrDb());
    assertEquals(8, search.asked.get(search.asked.size() - 1).size());
    assertEquals(
        List.of(
            "19 in 20 inputs have 34.00 dB, less than the 40.00 dB aimed at: 16 bits for further"
                + " tensors gained nothing"),
        search.run.notes());
  }

  @Test
  void allTensorsMayBeWidened() {
    Search search = new Search(tensors(8), 80);
    Attempt best = search.run(fidelity(35, 34), fidelity(45, 44));
    assertEquals(45, best.fidelity().sqnrDb());
    String last = search.run.notes().get(search.run.notes().size() - 1);
    assertTrue(last.endsWith("no tensor between steps is left with 8 bits"), last);
  }

  /** A search whose attempts turn out as the test says. */
  private static final class Search {
    private final Run run = Run.of(1, Progress.SILENT);
    private final List<Set<String>> asked = new ArrayList<>();
    private final List<Sensitivity> ranked;
    private final double minSqnrDb;

    Search(List<Sensitivity> ranked, double minSqnrDb) {
      this.ranked = ranked;
      this.minSqnrDb = minSqnrDb;
    }

    Attempt run(TuningFidelity start, TuningFidelity... rounds) {
      return new GreedyWidening(
              minSqnrDb,
              wide -> {
                asked.add(wide);
                return attempt(rounds[asked.size() - 1]);
              },
              run)
          .widen(attempt(start), ranked);
    }

    private static Attempt attempt(TuningFidelity fidelity) {
      return new Attempt(Map.of(), null, fidelity);
    }

    @Override
    public String toString() {
      return asked + " " + run.notes();
    }
  }

  private static TuningFidelity fidelity(double sqnrDb, double lowSqnrDb) {
    return new TuningFidelity(sqnrDb, lowSqnrDb, 1);
  }

  /** Tensors that leave 40 dB each when they alone have 8 bits. */
  private static List<Sensitivity> tensors(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Sensitivity("t" + i, 1e-4)).toList();
  }
}
