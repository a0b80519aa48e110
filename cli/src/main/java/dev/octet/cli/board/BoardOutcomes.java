package dev.octet.cli.board;

import dev.octet.cli.console.Console;
import dev.octet.deploy.Fleet.Outcome;
import dev.octet.deploy.ssh.Target;
import dev.octet.runtime.OctetException.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Does something on one board or several, prints a line for each and a summary. */
final class BoardOutcomes {
  /** In which order boards come, and which at all. */
  @FunctionalInterface
  interface Rollout<T> {
    /** Runs the task on boards, and says what became of each. */
    List<Outcome<T>> run(List<Target> targets, Function<Target, T> task);
  }

  private BoardOutcomes() {}

  /**
   * Runs a task on all boards.
   *
   * @param head what the JSON document begins with
   * @param rollout in which order
   * @param line what is printed of a board that went well
   * @param fields what the JSON document holds of it
   * @return the exit code
   */
  static <T> int run(
      List<Target> targets,
      boolean json,
      Console console,
      Map<String, Object> head,
      Rollout<T> rollout,
      Function<Target, T> task,
      Function<T, String> line,
      Function<T, Map<String, Object>> fields) {
    List<Outcome<T>> outcomes =
        rollout.run(
            targets,
            target -> {
              T value = task.apply(target);
              if (!json) {
                synchronized (console) {
                  console.print(target + ": " + line.apply(value));
                }
              }
              return value;
            });
    List<Map<String, Object>> boards = new ArrayList<>();
    for (Outcome<T> outcome : outcomes) {
      Map<String, Object> board = new LinkedHashMap<>();
      board.put("board", outcome.target().toString());
      board.put("ok", outcome.ok());
      if (outcome.ok()) {
        board.putAll(fields.apply(outcome.value()));
      } else {
        board.put("what", outcome.failure().what());
        board.put("where", outcome.failure().where());
        board.put("remedy", outcome.failure().remedy());
        console.error(outcome.failure());
      }
      board.put("seconds", outcome.seconds());
      boards.add(board);
    }
    long failed = outcomes.stream().filter(outcome -> !outcome.ok()).count();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("schema", 1);
      document.putAll(head);
      document.put("boards", boards);
      document.put("failed", failed);
      console.printJson(document);
    } else if (targets.size() > 1) {
      console.print(
          targets.size()
              + " boards: "
              + (targets.size() - failed)
              + " done, "
              + failed
              + " failed");
    }
    return failed == 0
        ? 0
        : outcomes.stream()
            .filter(outcome -> !outcome.ok())
            .map(outcome -> outcome.failure().failure())
            .reduce((a, b) -> a == b ? a : Failure.BOARD)
            .orElseThrow()
            .exitCode();
  }
}
