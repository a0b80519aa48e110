package dev.octet.cli.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has: its help, and how much it says. */
public abstract class BaseCommand implements Callable<Integer> {
  @Spec protected CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print results and errors only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print details, and the stack trace of an error.")
  private boolean verbose;

  public final boolean isVerbose() {
    return verbose;
  }

  /**
   * Does the work.
   *
   * @return the exit code
   */
  protected abstract int execute(Console console);

  @Override
  public final Integer call() {
    Console.Level level =
        quiet ? Console.Level.QUIET : verbose ? Console.Level.VERBOSE : Console.Level.NORMAL;
    Terminal terminal = (Terminal) spec.root().mixins().get(Terminal.NAME).userObject();
    Console console =
        new Console(
            spec.commandLine().getOut(), spec.commandLine().getErr(), terminal.attached(), level);
    try {
      return execute(console);
    } catch (OutOfMemoryError e) {
      throw Failures.outOfMemory(e);
    } finally {
      console.close();
    }
  }
}
