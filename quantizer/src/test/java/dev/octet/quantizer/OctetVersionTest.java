package dev.octet.quantizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file says which release wrote it, and the same one for the snapshots before it. */
class OctetVersionTest {
  @ParameterizedTest
  @CsvSource({"0.1.0, 0.1.0", "0.1.0-SNAPSHOT, 0.1.0", "1.0.0-rc.1, 1.0.0-rc.1"})
  void aSnapshotGoesByTheReleaseItLeadsTo(String build, String release) {
    assertEquals(release, OctetVersion.release(build));
  }

  @Test
  void filesNameARelease() {
    assertEquals(OctetVersion.release(OctetVersion.VERSION), OctetVersion.VERSION);
  }
}
