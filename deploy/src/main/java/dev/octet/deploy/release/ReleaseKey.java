package dev.octet.deploy.release;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * A key that signs releases: RSA of at least 3072 bits in a PKCS#8 PEM file, as {@code openssl
 * genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out release.pem} makes it. RSA because
 * every Java 8 verifies it without native code, compact1 included.
 */
public final class ReleaseKey {
  private static final int MIN_BITS = 3072;
  private static final int FINGERPRINT = 16;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final String REMEDY =
      "make one with 'openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out release.pem'";

  private final PrivateKey key;
  private final PublicKey publicKey;

  private ReleaseKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * Reads a key.
   *
   * @throws OctetException INPUT when the file is missing or not such a key
   */
  public static ReleaseKey read(Path file) {
    try {
      String pem = Files.readString(file, US_ASCII);
      int begin = pem.indexOf(BEGIN);
      int end = pem.indexOf(END);
      if (begin < 0 || end < begin) {
        throw wrong(file, "is not an unencrypted PKCS#8 PEM file ('BEGIN PRIVATE KEY')", null);
      }
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      KeyFactory factory = KeyFactory.getInstance("RSA");
      if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(der))
          instanceof RSAPrivateCrtKey key)) {
        throw wrong(file, "lacks the public exponent", null);
      }
      if (key.getModulus().bitLength() < MIN_BITS) {
        throw wrong(file, "has " + key.getModulus().bitLength() + " bits, fewer than 3072", null);
      }
      return new ReleaseKey(
          key,
          factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
    } catch (NoSuchFileException e) {
      throw wrong(file, "there is no such file", e);
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + e.getMessage(), e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong(file, "is not an RSA key", e);
    }
  }

  ReleaseSignature sign(byte[] manifest) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key);
      signer.update(manifest);
      String pem =
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.getEncoded())
              + "\n-----END PUBLIC KEY-----\n";
      return new ReleaseSignature(
          Base64.getEncoder().encodeToString(signer.sign()),
          pem,
          Release.sha256(publicKey.getEncoded()).substring(0, FINGERPRINT));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was read does not sign", e);
    }
  }

  private static OctetException wrong(Path file, String what, Exception cause) {
    return new OctetException(Failure.INPUT, what, file.toString(), REMEDY, cause);
  }
}
