package dev.octet.cli.console;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code. */
public final class Failures {
  private static final int INTERNAL = 1;

  private Failures() {}

  public static int wrongUsage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    StringBuilder text = new StringBuilder(oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        text.append("; did you mean ").append(String.join(" or ", suggestions)).append('?');
      }
    }
    line.getErr().println(command + ": " + text + "; see '" + command + " --help'");
    return Failure.USAGE.exitCode();
  }

  public static int failed(Exception e, CommandLine line, ParseResult result) {
    PrintWriter err = line.getErr();
    boolean verbose = line.getCommand() instanceof BaseCommand command && command.isVerbose();
    int code;
    if (e instanceof OctetException failure) {
      err.println(line(failure));
      code = failure.failure().exitCode();
    } else {
      err.println(
          "octet: internal error: "
              + oneLine(e.toString())
              + (verbose ? "" : "; please report it with what --verbose prints"));
      code = INTERNAL;
    }
    if (verbose) {
      e.printStackTrace(err);
    }
    return code;
  }

  /** What to say when the heap is too small. */
  static OctetException outOfMemory(OutOfMemoryError cause) {
    return outOfMemory(cause, Runtime.getRuntime().maxMemory() >> 20);
  }

  /**
   * The same for a heap of a given size.
   *
   * @param megabytes what the JVM had
   */
  static OctetException outOfMemory(OutOfMemoryError cause, long megabytes) {
    return new OctetException(
        Failure.INPUT,
        "needs more memory than the heap of " + megabytes + " MB",
        "out of memory",
        "give the JVM more, such as OCTET_OPTS=-Xmx" + gigabytes(2 * megabytes) + "g",
        cause);
  }

  /** Rounded up: what is advised has to be more than there was. */
  private static long gigabytes(long megabytes) {
    return (megabytes + 1023) >> 10;
  }

  /** What is printed about a failure. */
  static String line(OctetException failure) {
    return "octet: " + oneLine(failure.getMessage());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
