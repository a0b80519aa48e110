package dev.octet.model.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.model.ImportOptions;
import dev.octet.model.load.FloatModels;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Model files that end too early. */
public final class Truncations {
  private static final int CUTS = 60;

  private Truncations() {}

  /**
   * Checks that a model is refused as INPUT wherever it is cut: at places all over it, and before
   * its last byte.
   *
   * @param whole the bytes of the model
   * @param folder where the cut files go
   */
  public static void assertRefused(byte[] whole, Path folder) throws IOException {
    Path file = folder.resolve("cut");
    for (int i = 1; i <= CUTS; i++) {
      int length = Math.max(1, (int) ((long) whole.length * i / (CUTS + 1)));
      assertRefused(file, whole, length);
    }
    assertRefused(file, whole, whole.length - 1);
  }

  private static void assertRefused(Path file, byte[] whole, int length) throws IOException {
    Files.write(file, Arrays.copyOf(whole, length));
    OctetException e =
        assertThrows(OctetException.class, () -> FloatModels.read(file, ImportOptions.none()));
    assertEquals(Failure.INPUT, e.failure(), "cut at " + length);
  }
}
