package dev.octet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line that was run, with what it printed.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Octet(int code, String out, String err) {
  /** Runs a command line; arguments are turned to strings. */
  public static Octet run(Object... args) {
    String[] line = new String[args.length];
    for (int i = 0; i < line.length; i++) {
      line[i] = args[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = OctetCommand.execute(new PrintWriter(out), new PrintWriter(err), false, line);
    return new Octet(code, out.toString(), err.toString());
  }

  /** Quantizes a model of 56 x 56 inputs with stretched photos, and further arguments. */
  public static Octet quantize(Object model, Object calibration, Object output, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("quantize", model, "--calibration", calibration, "-o", output));
    arguments.addAll(List.of("--size", "56", "--resize", "stretch"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  /** Checks that the command did its work. */
  public Octet ok() {
    assertEquals(0, code, err);
    return this;
  }

  /** Checks that the command failed with one line that says what, where and what to do. */
  public void failed(int expected, String what, String where) {
    assertEquals(expected, code, err);
    assertEquals("", out);
    String last = err.lines().reduce("", (first, second) -> second);
    assertTrue(last.startsWith("octet: "), err);
    assertTrue(last.contains(what), err);
    assertTrue(last.contains(where), err);
    assertTrue(last.indexOf("; ") > 0, err);
    assertEquals(1, err.lines().filter(line -> line.startsWith("octet: ")).count(), err);
    assertTrue(!err.contains("\tat "), err);
  }

  /** Standard output as JSON. */
  public JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
