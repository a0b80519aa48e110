package dev.octet.cli.board;

import dev.octet.cli.console.Console;
import dev.octet.deploy.Status;
import dev.octet.deploy.Status.Application;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet status}. */
@Command(
    name = "status",
    description = "Shows what runs on boards: since when, which release, how fast.",
    footer = {"", "Example:", "  octet status pi@raspberrypi --json"})
public final class StatusCommand extends BoardCommand {
  @Parameters(arity = "0..*", paramLabel = "USER@HOST[:PORT]", description = "The boards.")
  private List<String> boards;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "One application (default: all of them).")
  private String name;

  @Override
  protected int execute(Console console) {
    return onBoards(
        board.targets(boards),
        console,
        Map.of(),
        (ssh, target) -> new Status(ssh).run(target, board.folder(), name),
        StatusCommand::line,
        StatusCommand::fields);
  }

  private static String line(List<Application> applications) {
    return applications.isEmpty()
        ? "nothing runs there"
        : applications.stream().map(StatusCommand::line).collect(Collectors.joining("; "));
  }

  private static String line(Application application) {
    Map<String, String> proof = application.proof();
    return application.name()
        + " runs "
        + proof.get("model")
        + ", release "
        + application.release().substring(0, Math.min(12, application.release().length()))
        + (application.intact() ? "" : " (DAMAGED: deploy it again)")
        + " since "
        + Instant.ofEpochSecond(application.since())
        + ", median "
        + proof.get("medianMs")
        + " ms with "
        + proof.get("kernels")
        + " kernels on Java "
        + proof.get("java")
        + " ("
        + proof.get("arch")
        + "), "
        + proof.get("signature");
  }

  private static Map<String, Object> fields(List<Application> applications) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Application application : applications) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", application.name());
      fields.put("release", application.release());
      fields.put("since", Instant.ofEpochSecond(application.since()).toString());
      fields.put("intact", application.intact());
      fields.put("model", application.proof().get("model"));
      fields.put("java", application.proof().get("java"));
      fields.put("jvm", application.proof().get("jvm"));
      fields.put("arch", application.proof().get("arch"));
      fields.put("kernels", application.proof().get("kernels"));
      fields.put("medianMs", number(application.proof().get("medianMs")));
      fields.put("p95Ms", number(application.proof().get("p95Ms")));
      fields.put("peakKb", number(application.proof().get("peakKb")));
      fields.put("signature", application.proof().get("signature"));
      fields.put("releases", application.releases());
      list.add(fields);
    }
    return Map.of("applications", list);
  }

  private static Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
