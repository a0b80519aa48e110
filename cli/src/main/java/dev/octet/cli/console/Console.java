package dev.octet.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.octet.calibration.Progress;
import dev.octet.runtime.OctetException;
import java.io.PrintWriter;

/** Where a command prints: results to standard output, everything else to standard error. */
public final class Console implements AutoCloseable {
  /** How much is printed on standard error. */
  enum Level {
    /** Errors only. */
    QUIET,
    /** Progress, choices made for the user, warnings. */
    NORMAL,
    /** Details, too. */
    VERBOSE
  }

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final PrintWriter out;
  private final PrintWriter err;
  private final Level level;
  private final ConsoleProgress progress;

  Console(PrintWriter out, PrintWriter err, boolean terminal, Level level) {
    this.out = out;
    this.err = err;
    this.level = level;
    this.progress = new ConsoleProgress(err, terminal);
  }

  /** Prints a result. */
  public void print(String text) {
    progress.end();
    out.println(text);
  }

  /** Prints a result as JSON. */
  public void printJson(Object value) {
    print(json(value));
  }

  /** Says something about the work: a choice made for the user, a warning. */
  public void note(String text) {
    if (level != Level.QUIET) {
      progress.message(text);
    }
  }

  /** Warns. */
  public void warn(String text) {
    note("warning: " + text);
  }

  /** Says that something failed, in one line; the work goes on. */
  public void error(OctetException failure) {
    progress.message(Failures.line(failure));
  }

  /** The same console for a step that says nothing of its own unless details are asked for. */
  public Console detailsOnly() {
    return level == Level.VERBOSE
        ? this
        : new Console(out, err, progress.onTerminal(), Level.QUIET);
  }

  /** Says a detail. */
  public void detail(String text) {
    if (level == Level.VERBOSE) {
      progress.message(text);
    }
  }

  /** Shows how long steps go on. */
  public Progress progress() {
    return level == Level.QUIET ? Progress.SILENT : progress;
  }

  /** A value as JSON, indented. */
  public static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    progress.end();
    out.flush();
    err.flush();
  }
}
