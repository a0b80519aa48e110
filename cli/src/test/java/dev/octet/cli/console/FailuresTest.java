package dev.octet.cli.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)g");

  @Test
  void moreMemoryIsAdvisedThanThereWas() {
    OctetException e = Failures.outOfMemory(new OutOfMemoryError());
    assertTrue(advised(e) > Runtime.getRuntime().maxMemory() >> 20, e.getMessage());
  }

  /** JVMs report a heap of -Xmx1g as 1014 MB, or less. */
  @ParameterizedTest
  @ValueSource(longs = {16, 200, 989, 1014, 1024, 1500, 2028, 7_900})
  void fromAnyHeap(long megabytes) {
    OctetException e = Failures.outOfMemory(new OutOfMemoryError(), megabytes);
    assertTrue(advised(e) > megabytes + megabytes / 100, e.getMessage());
  }

  private static long advised(OctetException e) {
    Matcher matcher = HEAP.matcher(e.getMessage());
    assertTrue(matcher.find(), e.getMessage());
    return 1024 * Long.parseLong(matcher.group(1));
  }
}
