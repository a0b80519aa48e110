package dev.octet.cli.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.cli.Octet;
import dev.octet.cli.Samples;
import dev.octet.deploy.testing.LoopbackSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy}, {@code status}, {@code rollback} and {@code doctor} with a demo model. */
class DeployCommandsTest {
  @TempDir private static Path folder;
  private static LoopbackSshd sshd;
  private static String home;
  private static Path model;

  @BeforeAll
  static void start() throws Exception {
    sshd = LoopbackSshd.start(Files.createDirectory(folder.resolve("server")));
    Files.createSymbolicLink(folder.resolve(".ssh"), sshd.sshFolder());
    home = System.getProperty("user.home");
    System.setProperty("user.home", folder.toString());
    model = quantize("demo model.octet", "0");
  }

  @AfterAll
  static void stop() throws Exception {
    if (sshd != null) {
      System.setProperty("user.home", home);
      sshd.close();
    }
  }

  private static Path quantize(String name, String seed) {
    Path output = folder.resolve(name);
    Object[] more = {
      "--labels", Samples.LABELS, "--samples", "10", "--seed", seed, "--quiet",
    };
    Octet.quantize(Samples.V1, Samples.PHOTOS, output, more).ok();
    return output;
  }

  private static Octet run(Path board, Object... arguments) {
    Object[] all = new Object[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--dir";
    all[arguments.length + 1] = board;
    all[arguments.length + 2] = "--java";
    all[arguments.length + 3] = System.getProperty("java.home") + "/bin/java";
    return Octet.run(all);
  }

  @Test
  void deployStatusRollback(@TempDir Path board) throws IOException {
    String target = sshd.target().toString();
    Path photo = Samples.PHOTOS.resolve("bag").toFile().listFiles()[0].toPath();

    JsonNode doctor =
        run(board, "doctor", target, "--accept-new-host", "--model", model, "--json").ok().json();
    assertTrue(doctor.at("/boards/0/able").asBoolean(), doctor.toString());
    assertEquals(9, doctor.at("/boards/0/findings").size());

    JsonNode first = run(board, "deploy", model, target, "--image", photo, "--json").ok().json();
    assertEquals(1, first.get("schema").asInt());
    assertEquals("demo-model", first.get("name").asText());
    assertEquals(1, first.at("/boards/0/images").asInt());
    assertTrue(first.at("/boards/0/medianMs").asDouble() > 0);
    assertTrue(first.at("/boards/0/peakKb").asLong() > 1000);

    Path other = quantize("other.octet", "1");
    Octet second = run(board, "deploy", other, target, "--name", "demo-model").ok();
    assertTrue(second.out().startsWith(target + ": runs it: "), second.out());
    assertTrue(second.err().contains(target + ": switch"), second.err());

    JsonNode status = run(board, "status", target, "--json").ok().json();
    JsonNode application = status.at("/boards/0/applications/0");
    assertEquals("demo-model", application.get("name").asText());
    assertEquals(2, application.get("releases").size());
    assertTrue(application.get("intact").asBoolean());

    Octet back = run(board, "rollback", target).ok();
    String release = first.get("release").asText();
    assertEquals(target + ": runs release " + release + " again", back.out().strip());
    assertTrue(run(board, "status", target).ok().out().contains(release.substring(0, 12)));
  }

  @Test
  void theFirstBoardsGoBackAndTheOthersAreNotTouched(@TempDir Path board) throws IOException {
    Path hosts =
        Files.writeString(
            folder.resolve("canary-hosts"), sshd.target() + "\npi@127.0.0.1:1 # never asked\n");
    Octet octet =
        run(
            board,
            "deploy",
            model,
            "--hosts",
            hosts,
            "--accept-new-host",
            "--canary",
            "1",
            "--max-slower",
            "1e-9",
            "--json");
    assertEquals(6, octet.code(), octet.err());
    assertTrue(octet.err().contains("times what was seen before"), octet.err());
    assertTrue(octet.err().contains("was not touched"), octet.err());
    assertEquals(2, octet.json().get("failed").asInt());
    assertEquals(
        "", octet.err().lines().filter(l -> l.contains("cannot be reached")).findAny().orElse(""));
  }

  @Test
  void packagesCountUpInTheirFolder(@TempDir Path packages) throws IOException {
    JsonNode first = Octet.run("package", model, "-o", packages, "--json").ok().json();
    JsonNode again = Octet.run("package", model, "-o", packages, "--json").ok().json();
    assertEquals(first, again);
    assertEquals("octet-demo-model", first.get("package").asText());
    Path file = Path.of(first.get("file").asText());
    assertEquals(Files.size(file), first.get("bytes").asLong());
    assertTrue(first.get("version").asText().startsWith("1+"), first.toString());
    Path other = quantize("second.octet", "2");
    String text = Octet.run("package", other, "-o", packages, "--name", "demo-model").ok().out();
    assertTrue(text.contains("octet-demo-model_2+"), text);
  }

  @Test
  void severalBoardsAndOneFails(@TempDir Path board) throws IOException {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"), "# two boards\n" + sshd.target() + "\npi@127.0.0.1:1 # off\n");
    Octet octet = run(board, "deploy", model, "--hosts", hosts, "--accept-new-host", "--name", "m");
    assertEquals(6, octet.code(), octet.err());
    assertTrue(octet.out().contains(sshd.target() + ": runs it: "), octet.out());
    assertTrue(octet.out().contains("2 boards: 1 done, 1 failed"), octet.out());
    assertTrue(octet.err().contains("octet: pi@127.0.0.1:1: cannot be reached"), octet.err());
  }

  @ParameterizedTest
  @CsvSource({
    "2,deploy MODEL,no board is named",
    "2,deploy MODEL pi@,is not the address of a board",
    "2,deploy MODEL pi@board --name ../x,is not a name",
    "2,deploy MODEL pi@board --keep 0,nothing would be kept",
    "2,deploy MODEL pi@board --canary -1,is no number of boards",
    "2,deploy MODEL pi@board --canary 1 --max-slower 0,no factor above 0",
    "2,package MODEL -o packages --name ../x,is not a name",
    "2,package MODEL -o packages --package-version v1,is not a version",
    "3,package none.octet -o packages,there is no such file",
    "7,package MODEL -o /dev/null/packages,cannot be made",
    "2,rollback pi@board --to xyz,is not a release",
    "3,deploy none.octet pi@board,there is no such file",
    "3,deploy MODEL pi@board --sign none.pem,there is no such file",
    "3,deploy MODEL --hosts none.txt,there is no such file",
    "6,deploy MODEL pi@127.0.0.1:1,cannot be reached",
    "6,status pi@127.0.0.1:1,cannot be reached"
  })
  void failuresAreOneLineAndACode(int code, String line, String said) {
    Object[] arguments = line.split(" ");
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = arguments[i].equals("MODEL") ? model.toString() : arguments[i];
    }
    Octet octet = Octet.run(arguments);
    assertEquals(code, octet.code(), octet.err());
    assertEquals("", octet.out());
    String last = octet.err().lines().reduce("", (a, b) -> b);
    assertTrue(last.startsWith("octet: ") && last.contains(said), octet.err());
  }
}
