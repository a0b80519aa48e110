package dev.octet.deploy.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.deploy.Rollback;
import dev.octet.deploy.step.Deployed;
import dev.octet.deploy.testing.DeployFixtures;
import dev.octet.deploy.testing.DeploymentTest;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signed releases and the boards that trust a key. */
class SignatureTest extends DeploymentTest {
  private static ReleaseKey owner;
  private static ReleaseKey stranger;

  @BeforeAll
  static void makeKeys() throws Exception {
    owner = ReleaseKey.read(key("owner", 3072));
    stranger = ReleaseKey.read(key("stranger", 3072));
  }

  /** What {@code openssl genpkey -algorithm RSA} writes. */
  private static Path key(String name, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
    return Files.writeString(
        server.resolve(name + ".pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PRIVATE KEY-----\n");
  }

  private Deployed deploySigned(byte[] model, ReleaseKey key) {
    Release release = Release.of(model, DeployFixtures.RUNTIME);
    return deploy(boards, key == null ? release : release.signed(key), model, options());
  }

  private void refused(byte[] model, ReleaseKey key, String said) throws Exception {
    Map<String, String> before = DeployFixtures.snapshot(board);
    OctetException e = assertThrows(OctetException.class, () -> deploySigned(model, key));
    assertEquals(Failure.BOARD, e.failure(), e.getMessage());
    assertTrue(e.getMessage().contains(said), e.getMessage());
    assertEquals(before, DeployFixtures.snapshot(board));
  }

  @Test
  void aBoardTrustsTheFirstKeyAndNoOther() throws Exception {
    assertEquals("not signed", deploySigned(ONE, null).signature());
    Deployed first = deploySigned(ONE, owner);
    assertEquals("signed", first.signature());
    assertEquals(16, first.trusted().length());
    assertTrue(Files.exists(board.resolve("trust/" + first.trusted() + ".pem")));

    refused(TWO, null, "has no signature");
    refused(TWO, stranger, "is not signed by a key in");

    Deployed second = deploySigned(TWO, owner);
    assertEquals("signed by the trusted key " + first.trusted() + ".pem", second.signature());
    assertEquals("", second.trusted());
    assertEquals(second.release(), DeployFixtures.current(board));

    // Somebody on the board changes a file of the release that was left, or its signature.
    Path old = board.resolve("app/releases").resolve(first.release());
    Files.delete(old.resolve("manifest.sig"));
    OctetException e =
        assertThrows(
            OctetException.class,
            () -> new Rollback(boards).run(sshd.target(), null, options(), DeployFixtures.SILENT));
    assertTrue(e.getMessage().contains("was refused"), e.getMessage());
    assertEquals(second.release(), DeployFixtures.current(board));
  }

  @Test
  void keysThatAreNoneAreRefusedOnTheHost() throws Exception {
    String weak = fails(key("weak", 2048));
    assertTrue(weak.contains("2048 bits") && weak.contains("openssl genpkey"), weak);
    assertTrue(fails(server.resolve("none.pem")).contains("there is no such file"));
    Path text = Files.writeString(server.resolve("text.pem"), "hello");
    assertTrue(fails(text).contains("PKCS#8"));
  }

  private static String fails(Path file) {
    OctetException e = assertThrows(OctetException.class, () -> ReleaseKey.read(file));
    assertEquals(Failure.INPUT, e.failure());
    return e.getMessage();
  }
}
