package dev.octet.cli.board;

import dev.octet.cli.console.Console;
import dev.octet.cli.console.Table;
import dev.octet.cli.option.Models;
import dev.octet.deploy.Doctor;
import dev.octet.deploy.Finding;
import dev.octet.deploy.Finding.Level;
import dev.octet.deploy.ssh.Target;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet doctor}. */
@Command(
    name = "doctor",
    description = "Checks whether boards can run a model, and says what to change.",
    footer = {
      "",
      "Nothing is changed on the board. The exit code is 6 when a board cannot run the model.",
      "",
      "Example:",
      "  octet doctor pi@raspberrypi --model model.octet"
    })
public final class DoctorCommand extends BoardCommand {
  @Parameters(arity = "0..*", paramLabel = "USER@HOST[:PORT]", description = "The boards.")
  private List<String> boards;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "An .octet file, to compare its need of memory and disk.")
  private Path model;

  @Override
  protected int execute(Console console) {
    List<Target> targets = board.targets(boards);
    OctetModel int8 = model == null ? null : Models.loadForLittle(model);
    long bytes = model == null ? 0 : Models.bytes(model);
    AtomicBoolean problem = new AtomicBoolean();
    int code =
        onBoards(
            targets,
            console,
            Map.of(),
            (ssh, target) -> {
              List<Finding> findings =
                  new Doctor(ssh).run(target, board.folder(), board.java(), int8, bytes);
              if (!able(findings)) {
                problem.set(true);
              }
              return findings;
            },
            DoctorCommand::text,
            DoctorCommand::fields);
    return code == 0 && problem.get() ? Failure.BOARD.exitCode() : code;
  }

  private static boolean able(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.level() == Level.PROBLEM);
  }

  private static String text(List<Finding> findings) {
    Table table = new Table("", "", "");
    for (Finding finding : findings) {
      table.add(
          finding.level() == Level.OK ? "ok" : name(finding.level()),
          finding.topic(),
          finding.what() + (finding.remedy().isEmpty() ? "" : "; " + finding.remedy()));
    }
    return (able(findings) ? "can run it" : "cannot run it") + System.lineSeparator() + table;
  }

  private static Map<String, Object> fields(List<Finding> findings) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("level", name(finding.level()));
      fields.put("topic", finding.topic());
      fields.put("what", finding.what());
      fields.put("remedy", finding.remedy());
      list.add(fields);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("able", able(findings));
    result.put("findings", list);
    return result;
  }

  private static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
