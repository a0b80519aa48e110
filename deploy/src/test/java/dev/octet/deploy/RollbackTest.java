package dev.octet.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.DeploymentTest;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going back, and what status says. */
class RollbackTest extends DeploymentTest {
  private String deploy(String name) {
    return deploy(DeployFixtures.model(name), options()).release();
  }

  private Rollback.Done back(String to) {
    return new Rollback(boards).run(sshd.target(), to, options(), DeployFixtures.SILENT);
  }

  private String fails(String to) {
    OctetException e = assertThrows(OctetException.class, () -> back(to));
    assertEquals(Failure.BOARD, e.failure(), e.getMessage());
    return e.getMessage();
  }

  private Status.Application status() {
    List<Status.Application> all = new Status(boards).run(sshd.target(), board.toString(), null);
    assertEquals(1, all.size());
    return all.get(0);
  }

  @Test
  void goesBackAndForth() throws Exception {
    assertTrue(fails(null).contains("nothing runs there"));
    String one = deploy("one");
    assertTrue(fails(null).contains("there is no earlier release"));
    String two = deploy("two");
    String three = deploy("three");

    assertEquals(new Rollback.Done(two, three), back(null));
    assertEquals(two, DeployFixtures.current(board));
    assertEquals(new Rollback.Done(three, two), back(null));
    assertEquals(one, back(one.substring(0, 8)).release());
    assertEquals(one, DeployFixtures.current(board));
    assertTrue(fails("0123456789").contains("there is no release 0123456789"));

    Status.Application application = status();
    assertEquals(one, application.release());
    assertEquals(List.of(one, three, two), application.releases());
    assertTrue(application.intact());
    assertEquals("one", application.proof().get("model"));
    assertTrue(application.since() > 1_700_000_000L);

    // The earlier release has rotted: what runs goes on.
    Files.write(board.resolve("app/releases").resolve(three).resolve("octet-run"), new byte[1]);
    assertTrue(fails(null).contains("is damaged"));
    assertEquals(one, DeployFixtures.current(board));

    Path jar = board.resolve("app/current/octet-runtime.jar");
    byte[] bytes = Files.readAllBytes(jar);
    bytes[bytes.length / 2] ^= 1;
    Files.write(jar, bytes);
    assertTrue(!status().intact());
    assertEquals(one, deploy("one"));
    assertEquals(one, DeployFixtures.current(board));
    assertTrue(status().intact());
  }

  @Test
  void theLauncherAnswersLines() throws Exception {
    deploy("one");
    Path ppm = board.resolve("a photo.ppm");
    byte[] header = "P6 4 4 255\n".getBytes(UTF_8);
    byte[] file = new byte[header.length + 48];
    System.arraycopy(header, 0, file, 0, header.length);
    Files.write(ppm, file);
    Path run = board.resolve("app/current/octet-run");
    String oneShot = LoopbackSshd.run(List.of(run.toString(), ppm.toString()));
    assertEquals(4, oneShot.lines().count(), oneShot);
    assertEquals(oneShot, LoopbackSshd.run(List.of("sh", "-c", "'" + run + "' - <'" + ppm + "'")));
    String lines =
        LoopbackSshd.run(
            List.of(
                "sh",
                "-c",
                "{ echo info; echo 'classify "
                    + ppm
                    + "'; echo 'frame rgb 4 4'; head -c 48 /dev/zero;"
                    + " echo 'classify /none'; echo nonsense; echo quit; } | '"
                    + run
                    + "' --serve"));
    String[] answers = lines.strip().split("\n", -1);
    assertEquals(5, answers.length, lines);
    assertTrue(answers[0].startsWith("ok\tname=one\tclasses=4\tgolden=2\t"), lines);
    assertTrue(answers[1].matches("ok(\t\\d \\d\\.\\d{6} class \\d é){4}"), lines);
    assertEquals(answers[1], answers[2]);
    assertTrue(answers[3].startsWith("error\t/none: there is no such file"), lines);
    assertTrue(answers[4].startsWith("error\tnonsense: there is no such request"), lines);
  }
}
