package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.model.family.FamilyNames;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What holds for all commands: help, wrong usage, completion. */
class CommandLineTest {
  static Set<String> commands() {
    return OctetCommand.commandLine(false).getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    Octet octet = Octet.run(command, "--help").ok();
    assertTrue(octet.out().startsWith("Usage: octet " + command), octet.out());
    assertTrue(octet.out().contains("Example"), octet.out());
    assertTrue(
        octet
            .out()
            .lines()
            .anyMatch(
                line ->
                    line.contains("octet " + command + " ") || line.contains("(octet completion)")),
        octet.out());
    assertTrue(octet.out().contains("--quiet") && octet.out().contains("--verbose"));
    assertTrue(octet.out().lines().allMatch(line -> line.length() <= 100), octet.out());
    assertEquals("", octet.err());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(String command) {
    CommandLine line = OctetCommand.commandLine(false).getSubcommands().get(command);
    line.getCommandSpec()
        .options()
        .forEach(option -> assertTrue(option.description().length > 0, option.longestName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quantize", "compare", "inspect"})
  void helpNamesEveryFamily(String command) {
    String help = Octet.run(command, "--help").ok().out().replaceAll("\\s+", " ");
    assertTrue(help.contains("one of " + String.join(", ", FamilyNames.all()) + ";"), help);
    assertTrue(
        help.contains("for state dicts of " + String.join(", ", FamilyNames.ofOpenActivation())),
        help);
    assertTrue(
        FamilyNames.ofOpenActivation()
            .containsAll(List.of("mobilenet_v1", "mobilenet_v2", "efficientnet_lite0")),
        help);
    assertFalse(help.contains("${"), help);
  }

  @ParameterizedTest
  @CsvSource({
    "'',Missing command",
    "quantise,Unmatched argument",
    "quantize model.onnx,Missing required option",
    "quantize m -o o,--data-free",
    "quantize m --calibration c -o o --size 0,is not a size",
    "quantize m --calibration c -o o --mean 1;2,is not a list of numbers",
    "quantize m --calibration c -o o --precision int4,is none of",
    "quantize m --calibration c -o o --samples many,--samples",
    "quantize m --calibration c -o o --resize crop,is none of short-side",
    "compare a b,--data",
    "run,Missing required parameters"
  })
  void wrongUsageIsOneLineAndCode2(String arguments, String said) {
    Octet octet = arguments.isEmpty() ? Octet.run() : Octet.run((Object[]) arguments.split(" "));
    assertEquals(2, octet.code());
    assertEquals("", octet.out());
    assertEquals(1, octet.err().lines().count(), octet.err());
    assertTrue(octet.err().startsWith("octet"), octet.err());
    assertTrue(octet.err().contains(said), octet.err());
    assertTrue(octet.err().contains("--help'"), octet.err());
  }

  @Test
  void completionNamesEveryCommand() {
    String script = Octet.run("completion").ok().out();
    commands().forEach(command -> assertTrue(script.contains(command), command));
  }

  @Test
  void theVersionIsPrinted() {
    assertTrue(Octet.run("--version").ok().out().startsWith("octet "));
  }
}
