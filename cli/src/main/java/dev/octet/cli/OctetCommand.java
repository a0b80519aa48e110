package dev.octet.cli;

import dev.octet.cli.board.DeployCommand;
import dev.octet.cli.board.DoctorCommand;
import dev.octet.cli.board.PackageCommand;
import dev.octet.cli.board.RollbackCommand;
import dev.octet.cli.board.StatusCommand;
import dev.octet.cli.compare.CompareCommand;
import dev.octet.cli.console.Failures;
import dev.octet.cli.console.Terminal;
import dev.octet.cli.console.Version;
import dev.octet.cli.demo.DemoCommand;
import dev.octet.cli.model.BenchCommand;
import dev.octet.cli.model.InspectCommand;
import dev.octet.cli.model.RunCommand;
import dev.octet.cli.option.FamilyTexts;
import dev.octet.cli.quantize.QuantizeCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code octet} itself: holds the others. */
@Command(
    name = "octet",
    description = "Turns a trained float MobileNet into a small int8 model for plain Java.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "'octet COMMAND --help' says more. The first thing to try: octet demo",
      "Exit codes: 0 done; 1 internal error; 2 wrong usage; 3 bad input; 4 unsupported model;",
      "5 accuracy budget missed; 6 board failed; 7 output cannot be written."
    },
    subcommands = {
      QuantizeCommand.class,
      CompareCommand.class,
      InspectCommand.class,
      RunCommand.class,
      BenchCommand.class,
      DeployCommand.class,
      PackageCommand.class,
      RollbackCommand.class,
      DoctorCommand.class,
      StatusCommand.class,
      DemoCommand.class,
      CompletionCommand.class
    })
public final class OctetCommand implements Runnable {
  private static final int OUTPUT_FAILED = 7;

  @Spec private CommandSpec spec;

  /** Made by {@link #execute} and by tools that read the options from the annotations. */
  OctetCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /**
   * Runs one command line.
   *
   * @param out standard output: results
   * @param err standard error: everything else
   * @param terminal whether {@code err} is a terminal
   * @return the exit code, 0 to 7
   */
  public static int execute(PrintWriter out, PrintWriter err, boolean terminal, String... args) {
    CommandLine line = commandLine(terminal).setOut(out).setErr(err);
    int code = line.execute(args);
    out.flush();
    if (out.checkError() && code == 0) {
      err.println(
          "octet: standard output: cannot be written; free some space or name another file");
      code = OUTPUT_FAILED;
    }
    err.flush();
    return code;
  }

  public static CommandLine commandLine(boolean terminal) {
    CommandLine line = new CommandLine(new OctetCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setUsageHelpAutoWidth(false);
    line.setResourceBundle(new FamilyTexts());
    line.setParameterExceptionHandler(Failures::wrongUsage);
    line.setExecutionExceptionHandler(Failures::failed);
    line.getCommandSpec()
        .addMixin(Terminal.NAME, CommandSpec.forAnnotatedObject(new Terminal(terminal)));
    return line;
  }
}
