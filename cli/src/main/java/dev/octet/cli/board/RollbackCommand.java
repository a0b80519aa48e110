package dev.octet.cli.board;

import dev.octet.cli.console.Console;
import dev.octet.deploy.Rollback;
import dev.octet.deploy.Status;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet rollback}. */
@Command(
    name = "rollback",
    description = "Goes back to the release that ran before on boards.",
    footer = {
      "",
      "The earlier release's files, signature and golden vectors are checked on the board first.",
      "Run twice, it goes back and forth.",
      "",
      "Example:",
      "  octet rollback pi@raspberrypi"
    })
public final class RollbackCommand extends BoardCommand {
  @Parameters(arity = "0..*", paramLabel = "USER@HOST[:PORT]", description = "The boards.")
  private List<String> boards;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The application (default: the only one on the board).")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "RELEASE",
      description = "First digits of the release to go back to (default: the one before).")
  private String to;

  @Override
  protected int execute(Console console) {
    if (to != null && !to.matches("[0-9a-f]{4,64}")) {
      throw new OctetException(
          Failure.USAGE, "is not a release", "--to " + to, "give at least 4 digits of its name");
    }
    return onBoards(
        board.targets(boards),
        console,
        Map.of(),
        (ssh, target) -> back(ssh, target, console),
        done -> "runs release " + done.release() + " again",
        done -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("release", done.release());
          fields.put("before", done.before());
          return fields;
        });
  }

  private Rollback.Done back(SshBoards ssh, Target target, Console console) {
    DeployOptions defaults = DeployOptions.of(name == null ? only(ssh, target) : name);
    DeployOptions options =
        new DeployOptions(
            board.folder(),
            defaults.name(),
            board.java(),
            defaults.pictures(),
            defaults.keep(),
            defaults.measureMillis(),
            defaults.lockSeconds(),
            false);
    return new Rollback(ssh).run(target, to, options, DeployCommand.progress(target, console));
  }

  private String only(SshBoards ssh, Target target) {
    List<String> names =
        new Status(ssh)
            .run(target, board.folder(), null).stream().map(Status.Application::name).toList();
    if (names.size() != 1) {
      throw new OctetException(
          Failure.BOARD,
          names.isEmpty()
              ? "nothing runs there"
              : "several applications run there (" + String.join(", ", names) + ")",
          target.toString(),
          names.isEmpty() ? "give the --dir of the deployment" : "say which one with --name");
    }
    return names.get(0);
  }
}
