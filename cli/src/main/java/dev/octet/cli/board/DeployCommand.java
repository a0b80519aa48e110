package dev.octet.cli.board;

import dev.octet.calibration.image.ExifMode;
import dev.octet.calibration.image.ImageDecoder;
import dev.octet.calibration.image.RgbImage;
import dev.octet.cli.console.Console;
import dev.octet.cli.console.Figures;
import dev.octet.deploy.Canary;
import dev.octet.deploy.DeployWatch;
import dev.octet.deploy.Deployer;
import dev.octet.deploy.Fleet;
import dev.octet.deploy.release.Release;
import dev.octet.deploy.ssh.SshBoards;
import dev.octet.deploy.ssh.Target;
import dev.octet.deploy.step.DeployOptions;
import dev.octet.deploy.step.DeployProgress;
import dev.octet.deploy.step.Deployed;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.app.Picture;
import dev.octet.runtime.preprocess.PixelFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code octet deploy}. */
@Command(
    name = "deploy",
    description = "Brings an int8 model to boards over SSH, and proves it there.",
    footer = {
      "",
      "The board runs the model only after its own JVM has reproduced the golden vectors bit for"
          + " bit;",
      "whatever fails, what ran before still runs. Run it again after an interruption: it goes on.",
      "Keys, hosts and settings come from ssh-agent and ~/.ssh, as for 'ssh'. With --sign, a board",
      "trusts the key from then on and refuses other releases. See docs/raspberry-pi.md.",
      "With --canary, the others follow only if the first boards answer again, are about as fast"
          + " as",
      "before and have their service up; else these go back. See docs/fleet.md.",
      "",
      "Example:",
      "  octet deploy model.octet pi@raspberrypi",
      "  octet deploy model.octet --hosts boards.txt --canary 2 --wait 10"
    })
public final class DeployCommand extends BoardCommand {
  /** A week. */
  private static final double MAX_MINUTES = 10_080;

  @Parameters(index = "0", paramLabel = "MODEL", description = "An .octet file.")
  private Path model;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "USER@HOST[:PORT]",
      description = "The boards.")
  private List<String> boards;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The application's name on the board (default: the model file's name).")
  private String name;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "A photo whose output must be the same on the board, too; may be given again.")
  private List<Path> images = List.of();

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Sign the release with this RSA key (PKCS#8 PEM, 3072 bits or more).")
  private Path key;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "" + DeployOptions.KEEP,
      description = "Releases that stay on the board (default: ${DEFAULT-VALUE}).")
  private int keep;

  @Option(
      names = "--service",
      description = "Set up a systemd user service that answers on a socket.")
  private boolean service;

  @Option(
      names = "--canary",
      paramLabel = "N",
      defaultValue = "0",
      description = "Deploy to the first N boards, and go on only if they stay well.")
  private int canary;

  @Option(
      names = "--wait",
      paramLabel = "MINUTES",
      defaultValue = "0",
      description = "How long the first boards run before they are looked at (default: 0).")
  private double minutes;

  @Option(
      names = "--max-slower",
      paramLabel = "FACTOR",
      defaultValue = "1.5",
      description =
          "How much slower than before the first boards may be (default: ${DEFAULT-VALUE}).")
  private double slower;

  @Override
  protected int execute(Console console) {
    requireCanary();
    List<Target> targets = board.targets(boards);
    LocalRelease local = LocalRelease.of(model, key);
    OctetModel int8 = local.model();
    Release release = local.release();
    DeployOptions defaults = DeployOptions.of(name == null ? LocalRelease.nameOf(model) : name);
    DeployOptions options =
        new DeployOptions(
            board.folder(),
            defaults.name(),
            board.java(),
            images.stream().map(image -> picture(int8, image)).toList(),
            keep,
            defaults.measureMillis(),
            defaults.lockSeconds(),
            service);
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("model", int8.name());
    head.put("name", options.name());
    head.put("release", release.id());
    BiFunction<SshBoards, Target, Deployed> deploy =
        (ssh, target) ->
            new Deployer(ssh).deploy(target, release, int8, options, progress(target, console));
    return onBoards(
        targets,
        console,
        head,
        ssh -> rollout(ssh, target -> deploy.apply(ssh, target), options, console),
        deploy,
        DeployCommand::line,
        DeployCommand::fields);
  }

  private void requireCanary() {
    if (canary < 0 || !(minutes >= 0 && minutes <= MAX_MINUTES) || !(slower > 0)) {
      throw new OctetException(
          Failure.USAGE,
          "is no number of boards, of minutes up to a week, or no factor above 0",
          "--canary " + canary + " --wait " + minutes + " --max-slower " + slower,
          "see --help");
    }
  }

  private BoardOutcomes.Rollout<Deployed> rollout(
      SshBoards ssh, Function<Target, Deployed> deploy, DeployOptions options, Console console) {
    if (canary == 0) {
      return Fleet::run;
    }
    DeployWatch watch = new DeployWatch(ssh, deploy, options, slower, progress("canary", console));
    Canary first = new Canary(canary, Duration.ofMillis((long) (minutes * 60_000)));
    return (targets, task) -> first.run(targets, task, watch);
  }

  static DeployProgress progress(Object target, Console console) {
    return new DeployProgress() {
      @Override
      public void step(String step) {
        console.note(target + ": " + step);
      }

      @Override
      public void warn(String text) {
        console.warn(target + ": " + text);
      }
    };
  }

  private static String line(Deployed done) {
    return (done.before().equals(done.release()) ? "runs it already, proved again: " : "runs it: ")
        + done.vectors()
        + " golden vectors"
        + (done.pictures() == 0 ? "" : " and " + done.pictures() + " pictures")
        + " bit for bit on Java "
        + done.java()
        + " ("
        + done.arch()
        + "), "
        + done.kernels()
        + " kernels, median "
        + Figures.fixed(done.medianMs(), 1)
        + " ms"
        + (Double.isNaN(done.scalarMs())
            ? ""
            : " (scalar " + Figures.fixed(done.scalarMs(), 1) + " ms)")
        + ", peak "
        + done.peakKb() / 1024
        + " MB, release "
        + done.release().substring(0, 12)
        + ", "
        + done.signature()
        + (done.trusted().isEmpty()
            ? ""
            : "; the board trusts key " + done.trusted() + " from now");
  }

  private static Map<String, Object> fields(Deployed done) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("before", done.before());
    fields.put("java", done.java());
    fields.put("arch", done.arch());
    fields.put("kernels", done.kernels());
    fields.put("goldenVectors", done.vectors());
    fields.put("images", done.pictures());
    fields.put("medianMs", done.medianMs());
    fields.put("p95Ms", done.p95Ms());
    fields.put("scalarMs", Double.isNaN(done.scalarMs()) ? null : done.scalarMs());
    fields.put("peakKb", done.peakKb());
    fields.put("sentBytes", done.sentBytes());
    fields.put("signature", done.signature());
    fields.put("trusted", done.trusted());
    return fields;
  }

  private static Picture picture(OctetModel model, Path file) {
    if (model.schedule().preprocessing == null) {
      throw new OctetException(
          Failure.USAGE,
          "the model was calibrated on ready tensors and does not know how a photo becomes its"
              + " input",
          file.toString(),
          "leave --image out, or quantize again with photos");
    }
    RgbImage image = new ImageDecoder(ExifMode.IGNORE).decode(file);
    return new Picture(image.rgb().clone(), 0, PixelFormat.RGB, image.width(), image.height());
  }
}
