package dev.octet.cli.board;

import dev.octet.cli.console.BaseCommand;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.JsonFlag;
import dev.octet.deploy.Fleet;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** What the commands that go to boards share: the way in, and outcomes as text or as JSON. */
abstract class BoardCommand extends BaseCommand {
  @Mixin BoardOptions board;
  @Mixin private JsonFlag json;

  /**
   * Runs a task on all boards, and prints what came out.
   *
   * @param head what the JSON document begins with
   * @param task what to do on a board, given the connections
   * @param line what is printed of a board that went well
   * @param fields what the JSON document holds of it
   * @return the exit code
   */
  final <T> int onBoards(
      List<Target> targets,
      Console console,
      Map<String, Object> head,
      BiFunction<SshBoards, Target, T> task,
      Function<T, String> line,
      Function<T, Map<String, Object>> fields) {
    return onBoards(targets, console, head, ssh -> Fleet::run, task, line, fields);
  }

  /** The same in another order than all at once. */
  final <T> int onBoards(
      List<Target> targets,
      Console console,
      Map<String, Object> head,
      Function<SshBoards, BoardOutcomes.Rollout<T>> rollout,
      BiFunction<SshBoards, Target, T> task,
      Function<T, String> line,
      Function<T, Map<String, Object>> fields) {
    try (SshBoards ssh = new SshBoards(board.ssh())) {
      return BoardOutcomes.run(
          targets,
          json.on(),
          console,
          head,
          rollout.apply(ssh),
          target -> task.apply(ssh, target),
          line,
          fields);
    }
  }
}
