package dev.octet.deploy.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.release.Release;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.LoopbackSshd;
import dev.octet.deploy.testing.TestTools;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, versions and bytes of packages. */
class BoardPackageTest {
  private static final byte[] MODEL = DeployFixtures.model("one");

  static BoardPackage make(String version, BoardPackage.Format format) {
    return BoardPackage.of(
        Release.of(MODEL, DeployFixtures.RUNTIME),
        DeployFixtures.load(MODEL),
        new PackageOptions("Cam_1", version, PackageOptions.MAINTAINER, true),
        format);
  }

  @ParameterizedTest
  @EnumSource(BoardPackage.Format.class)
  void theSameInputsGiveTheSameBytes(BoardPackage.Format format) throws Exception {
    BoardPackage first = make("1.0", format);
    // Times have a grain of two seconds in some archives.
    Thread.sleep(2100);
    assertArrayEquals(first.bytes(), make("1.0", format).bytes());
    assertTrue(first.file().startsWith("octet-cam-1_1.0"), first.file());
  }

  @Test
  void bothFormatsHoldTheSameFiles(@TempDir Path folder) throws Exception {
    TestTools.require(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "no dpkg-deb");
    Path deb = Files.write(folder.resolve("deb"), make("1", BoardPackage.Format.DEB).bytes());
    Path tar = Files.write(folder.resolve("tar"), make("1", BoardPackage.Format.TAR).bytes());
    String listed = LoopbackSshd.run(List.of("dpkg-deb", "-c", deb.toString()));
    assertEquals(listed, LoopbackSshd.run(List.of("tar", "tvf", tar.toString())));
    assertTrue(listed.contains("-rwxr-xr-x root/root"), listed);
    assertTrue(listed.contains("./lib/systemd/system/octet-Cam_1@.service"), listed);
    assertTrue(listed.contains(" -> /var/lib/octet/Cam_1/current/octet-run"), listed);
  }

  @Test
  void versionsCountUpAndAReleaseKeepsItsOwn(@TempDir Path folder) throws Exception {
    String first = "a".repeat(64);
    String second = "b".repeat(64);
    assertEquals("1+aaaaaaaaaaaa", PackageVersions.next(folder.resolve("none"), "octet-m", first));
    Files.createFile(folder.resolve("octet-m_9+aaaaaaaaaaaa_all.deb"));
    Files.createFile(folder.resolve("octet-m_2.0_all.deb"));
    Files.createFile(folder.resolve("octet-other_77+bbbbbbbbbbbb_all.deb"));
    assertEquals("9+aaaaaaaaaaaa", PackageVersions.next(folder, "octet-m", first));
    assertEquals("10+bbbbbbbbbbbb", PackageVersions.next(folder, "octet-m", second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "1-2", "1:2", "1 2", "1\n2"})
  void whatIsNoVersionIsRefused(String version) {
    OctetException e =
        assertThrows(
            OctetException.class,
            () -> new PackageOptions("m", version, PackageOptions.MAINTAINER, false));
    assertEquals(Failure.USAGE, e.failure());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "me", "me <me>", "me <me@x>\nEssential: yes", "<me@x.org>"})
  void whatIsNoMaintainerIsRefused(String maintainer) {
    OctetException e =
        assertThrows(OctetException.class, () -> new PackageOptions("m", "1", maintainer, false));
    assertEquals(Failure.USAGE, e.failure());
  }
}
