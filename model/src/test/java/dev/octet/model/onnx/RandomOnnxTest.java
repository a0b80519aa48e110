package dev.octet.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.ImportOptions;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random networks give what ONNX Runtime gives, or are refused as not supported. Every build tries
 * some; {@code tools/random/run} tries as many as one likes.
 */
final class RandomOnnxTest {
  /** How many networks. */
  private static final int GRAPHS = Integer.getInteger("octet.random.graphs", 1000);

  /** The first one's seed; the others follow. */
  private static final long SEED = Long.getLong("octet.random.seed", 1);

  /** At most one in this many is refused: otherwise the generator no longer tests much. */
  private static final int MOST_REFUSED = 4;

  @TempDir Path folder;

  @Test
  void randomNetworksGiveWhatOnnxRuntimeGives() {
    List<String> wrong = new ArrayList<>();
    TreeMap<String, Integer> refused = new TreeMap<>();
    int refusals = 0;
    for (long seed = SEED; seed < SEED + GRAPHS; seed++) {
      Path file = RandomOnnxGraph.of(seed).write(folder);
      try {
        OnnxOracleCheck.check(file, ImportOptions.none(), false);
      } catch (OctetException e) {
        assertEquals(Failure.UNSUPPORTED, e.failure(), "seed " + seed + ": " + e.getMessage());
        refused.merge(e.what(), 1, Integer::sum);
        refusals++;
      } catch (AssertionError | RuntimeException e) {
        wrong.add("seed " + seed + ": " + e);
      }
    }
    System.out.println(GRAPHS + " graphs, refused " + refusals + " " + refused);
    assertEquals(List.of(), wrong);
    assertTrue(refusals * MOST_REFUSED <= GRAPHS, refused.toString());
  }
}
