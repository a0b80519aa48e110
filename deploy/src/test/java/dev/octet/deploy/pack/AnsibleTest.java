package dev.octet.deploy.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.release.RuntimeJars;
import dev.octet.deploy.testing.BrokenRuntime;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.FreshRoot;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.deploy.testing.TestTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The playbook of docs/fleet.md against a server on loopback that leads into a Debian of its own.
 */
class AnsibleTest {
  private static final Path PLAYBOOK = Path.of("/usr/bin/ansible-playbook");
  private static final byte[] MODEL = DeployFixtures.model("one");

  @Test
  void thePlaybookInstallsAndReportsWhatIsRefused(@TempDir Path folder) throws Exception {
    TestTools.require(Files.isExecutable(PLAYBOOK), "no " + PLAYBOOK + " (ansible-core)");
    Matcher text =
        Pattern.compile("(?s)```yaml\n(.*?)```")
            .matcher(Files.readString(Path.of("../docs/fleet.md")));
    assertTrue(text.find());
    Path book = Files.writeString(folder.resolve("octet.yml"), text.group(1));
    try (FreshRoot root = FreshRoot.copy();
        LoopbackSshd sshd =
            LoopbackSshd.start(
                Files.createDirectory(folder.resolve("server")),
                "ChrootDirectory " + root.folder())) {
      Path inventory =
          Files.writeString(
              folder.resolve("boards.ini"),
              "[boards]\n127.0.0.1 ansible_port="
                  + sshd.port()
                  + " ansible_become=false ansible_python_interpreter=/usr/bin/python3"
                  + " ansible_ssh_private_key_file="
                  + sshd.sshFolder().resolve("id_ed25519")
                  + " ansible_ssh_common_args='-o StrictHostKeyChecking=no -o"
                  + " UserKnownHostsFile=/dev/null -o IdentitiesOnly=yes'\n");
      Path good = make(folder, "1", DeployFixtures.RUNTIME);
      assertEquals(0, play(folder, inventory, book, good), log(folder));
      Path state = root.folder().resolve("var/lib/octet");
      String release = Release.of(MODEL, DeployFixtures.RUNTIME).id();
      assertEquals(release, DeployFixtures.current(state, "cam"));

      Path bad = make(folder, "2", Map.of(RuntimeJars.RUNTIME, BrokenRuntime.jar(folder)));
      assertNotEquals(0, play(folder, inventory, book, bad));
      assertTrue(log(folder).contains("the release was refused"), log(folder));
      assertEquals(release, DeployFixtures.current(state, "cam"));
      assertEquals(0, play(folder, inventory, book, good), log(folder));
    }
  }

  private static Path make(Path folder, String version, Map<String, byte[]> runtime)
      throws Exception {
    BoardPackage made =
        BoardPackage.of(
            Release.of(MODEL, runtime),
            DeployFixtures.load(MODEL),
            new PackageOptions("cam", version, PackageOptions.MAINTAINER, true),
            BoardPackage.Format.DEB);
    return Files.write(folder.resolve(made.file()), made.bytes());
  }

  private static int play(Path folder, Path inventory, Path book, Path deb) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                PLAYBOOK.toString(),
                "-i",
                inventory.toString(),
                book.toString(),
                "-e",
                "package=" + deb)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("ANSIBLE_NOCOLOR", "1");
    builder.environment().put("ANSIBLE_LOCAL_TEMP", folder.resolve("ansible").toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start().waitFor();
  }

  private static String log(Path folder) throws Exception {
    return Files.readString(folder.resolve("log"), UTF_8);
  }
}
