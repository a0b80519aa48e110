package dev.octet.deploy.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tools that not every machine has. */
public final class TestTools {
  private TestTools() {}

  /**
   * Skips the test where a tool is missing; with the environment variable {@code
   * OCTET_TEST_TOOLS=required} it fails.
   *
   * @param there whether the tool is there
   * @param reason what is missing, and how it is had
   */
  public static void require(boolean there, String reason) {
    if ("required".equals(System.getenv("OCTET_TEST_TOOLS"))) {
      assertTrue(there, reason);
    }
    assumeTrue(there, "skipped: " + reason);
  }
}
