package dev.octet.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  @Test
  void aLineSaysHowLongItStillTakes() {
    assertEquals(
        "comparing: 1,000 of 50,000, about 25 min left",
        ConsoleProgress.line("comparing", 1000, 50_000, 30));
    assertEquals(
        "comparing: 300 of 500, about 20 s left", ConsoleProgress.line("comparing", 300, 500, 30));
    assertEquals("reading: 12", ConsoleProgress.line("reading", 12, -1, 30));
  }
}
