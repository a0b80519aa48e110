package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A release as it lies on the board: files, a manifest with the SHA-256 of each ({@code
 * sha256sum}'s format), and maybe a signature over the manifest (SHA256withRSA, which every Java 8
 * verifies).
 */
final class ReleaseCheck {
  private static final String MANIFEST = "manifest";
  private static final String SIGNATURE = "manifest.sig";
  private static final String OWN_KEY = "public.pem";
  private static final String REMEDY = "deploy again from a host you trust";
  private static final int HASH = 64;
  private static final int MIN_KEY_BITS = 2048;

  private ReleaseCheck() {}

  /**
   * Checks every file against the manifest, and the manifest's signature. With a key in the trust
   * folder, one of them must have signed; with none, a signature must fit the key beside it.
   *
   * @param folder the release
   * @param trust a folder of PEM files, or null not to ask for a signature
   * @return what was found, for a person
   * @throws OctetException BOARD when a file or the signature is not right
   */
  static String verify(Path folder, Path trust) {
    try {
      byte[] manifest = Files.readAllBytes(folder.resolve(MANIFEST));
      int files = hashes(folder, manifest);
      String signed = trust == null ? "" : ", " + signature(folder, manifest, trust);
      return files + " files as the manifest says" + signed;
    } catch (IOException e) {
      throw refused(folder, "cannot be read: " + e, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused(folder, "has a signature or key that cannot be read: " + e.getMessage(), e);
    }
  }

  private static int hashes(Path folder, byte[] manifest)
      throws IOException, GeneralSecurityException {
    int count = 0;
    for (String line : new String(manifest, StandardCharsets.UTF_8).trim().split("\n", -1)) {
      String name = line.length() > HASH + 2 ? line.substring(HASH + 2) : "";
      if (name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".")) {
        throw refused(folder, "has a manifest that cannot be read", null);
      }
      if (!line.startsWith(sha256(folder.resolve(name)) + "  ")) {
        throw refused(folder, "its file " + name + " is not the one of the manifest", null);
      }
      count++;
    }
    return count;
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[1 << 16];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        digest.update(chunk, 0, n);
      }
    }
    StringBuilder hex = new StringBuilder(HASH);
    for (byte b : digest.digest()) {
      hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }

  private static String signature(Path folder, byte[] manifest, Path trust)
      throws IOException, GeneralSecurityException {
    byte[] signature =
        Files.exists(folder.resolve(SIGNATURE))
            ? Base64.getMimeDecoder().decode(Files.readAllBytes(folder.resolve(SIGNATURE)))
            : null;
    boolean trusting = false;
    if (Files.isDirectory(trust)) {
      try (DirectoryStream<Path> keys = Files.newDirectoryStream(trust, "*.pem")) {
        for (Path key : keys) {
          trusting = true;
          if (signature != null && signs(key, manifest, signature)) {
            return "signed by the trusted key " + key.getFileName();
          }
        }
      }
    }
    if (trusting) {
      throw refused(
          folder,
          signature == null
              ? "has no signature, and this board takes only releases signed by a key in " + trust
              : "is not signed by a key in " + trust,
          null);
    }
    if (signature == null) {
      return "not signed";
    }
    if (!signs(folder.resolve(OWN_KEY), manifest, signature)) {
      throw refused(folder, "has a wrong signature", null);
    }
    return "signed";
  }

  private static boolean signs(Path key, byte[] manifest, byte[] signature)
      throws IOException, GeneralSecurityException {
    String pem = new String(Files.readAllBytes(key), StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    PublicKey parsed = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    if (((java.security.interfaces.RSAKey) parsed).getModulus().bitLength() < MIN_KEY_BITS) {
      return false;
    }
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(parsed);
    verifier.update(manifest);
    try {
      return verifier.verify(signature);
    } catch (java.security.SignatureException e) {
      return false;
    }
  }

  private static OctetException refused(Path where, String what, Exception cause) {
    return new OctetException(Failure.BOARD, what, where.toString(), REMEDY, cause);
  }
}
