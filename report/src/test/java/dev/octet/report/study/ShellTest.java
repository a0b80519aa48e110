package dev.octet.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {
  @Test
  void quotesWhatTheShellWouldRead() {
    assertEquals(
        "octet run 'a b.octet' '$(rm -rf x)' 'it'\\''s' '' --mean=0.5,0.5",
        Shell.line(
            List.of("octet", "run", "a b.octet", "$(rm -rf x)", "it's", "", "--mean=0.5,0.5")));
  }
}
