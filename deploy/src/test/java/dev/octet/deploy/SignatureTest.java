package dev.octet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed releases and the boards that trust a key. */
class SignatureTest {
  private static final byte[] ONE = Fixtures.model("one");
  private static final byte[] TWO = Fixtures.model("two");

  @TempDir private static Path server;
  private static LoopbackSshd sshd;
  private static SshBoards boards;
  private static Path java;
  private static ReleaseKey owner;
  private static ReleaseKey stranger;

  @TempDir private Path board;

  @BeforeAll
  static void start() throws Exception {
    sshd = LoopbackSshd.start(server);
    boards = new SshBoards(sshd.options());
    java = Fixtures.quickJvm(server);
    owner = ReleaseKey.read(key("owner", 3072));
    stranger = ReleaseKey.read(key("stranger", 3072));
  }

  @AfterAll
  static void stop() throws Exception {
    if (boards != null) {
      boards.close();
      sshd.close();
    }
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

  private Deployed deploy(byte[] model, ReleaseKey key) {
    Release release = Release.of(model, Fixtures.RUNTIME);
    return new Deployer(boards)
        .deploy(
            sshd.target(),
            key == null ? release : release.signed(key),
            Fixtures.load(model),
            Fixtures.options(board, java),
            Fixtures.SILENT);
  }

  private void refused(byte[] model, ReleaseKey key, String said) throws Exception {
    Map<String, String> before = Fixtures.snapshot(board);
    OctetException e = assertThrows(OctetException.class, () -> deploy(model, key));
    assertEquals(Failure.BOARD, e.failure(), e.getMessage());
    assertTrue(e.getMessage().contains(said), e.getMessage());
    assertEquals(before, Fixtures.snapshot(board));
  }

  @Test
  void aBoardTrustsTheFirstKeyAndNoOther() throws Exception {
    assertEquals("not signed", deploy(ONE, null).signature());
    Deployed first = deploy(ONE, owner);
    assertEquals("signed", first.signature());
    assertEquals(16, first.trusted().length());
    assertTrue(Files.exists(board.resolve("trust/" + first.trusted() + ".pem")));

    refused(TWO, null, "has no signature");
    refused(TWO, stranger, "is not signed by a key in");

    Deployed second = deploy(TWO, owner);
    assertEquals("signed by the trusted key " + first.trusted() + ".pem", second.signature());
    assertEquals("", second.trusted());
    assertEquals(second.release(), Fixtures.current(board));

    // Somebody on the board changes a file of the release that was left, or its signature.
    Path old = board.resolve("app/releases").resolve(first.release());
    Files.delete(old.resolve("manifest.sig"));
    OctetException e =
        assertThrows(
            OctetException.class,
            () ->
                new Rollback(boards)
                    .run(sshd.target(), null, Fixtures.options(board, java), Fixtures.SILENT));
    assertTrue(e.getMessage().contains("was refused"), e.getMessage());
    assertEquals(second.release(), Fixtures.current(board));
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
