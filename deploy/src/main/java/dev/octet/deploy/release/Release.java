package dev.octet.deploy.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.octet.deploy.board.Scripts;
import dev.octet.deploy.board.Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is sent to a board: model, runtime, launcher, and a manifest with the SHA-256 of each in the
 * format of {@code sha256sum}. Its name is the SHA-256 of the manifest, so the same content has the
 * same name.
 */
public final class Release {
  /** The manifest's name. */
  public static final String MANIFEST = "manifest";

  /** The model's name. */
  public static final String MODEL = "model.octet";

  /** The launcher's name. */
  public static final String LAUNCHER = "octet-run";

  private final Map<String, byte[]> files;
  private final byte[] manifest;
  private final String id;
  private final ReleaseSignature signature;
  private final Release scalar;

  private Release(Map<String, byte[]> files, ReleaseKey key) {
    this.files = files;
    StringBuilder text = new StringBuilder();
    files.forEach(
        (name, bytes) -> text.append(sha256(bytes)).append("  ").append(name).append('\n'));
    manifest = text.toString().getBytes(UTF_8);
    id = sha256(manifest);
    signature = key == null ? null : key.sign(manifest);
    if (files.containsKey(RuntimeJars.VECTOR)) {
      Map<String, byte[]> rest = new LinkedHashMap<>(files);
      rest.remove(RuntimeJars.VECTOR);
      scalar = new Release(rest, key);
    } else {
      scalar = this;
    }
  }

  /**
   * A release of a model.
   *
   * @param model the bytes of an {@code .octet} file
   * @param runtime the runtime's jars by name
   */
  public static Release of(byte[] model, Map<String, byte[]> runtime) {
    Map<String, byte[]> files = new LinkedHashMap<>(runtime);
    files.put(LAUNCHER, Scripts.resource(LAUNCHER).getBytes(UTF_8));
    files.put(MODEL, model);
    return new Release(files, null);
  }

  /** The same release with a signature. */
  public Release signed(ReleaseKey key) {
    return new Release(files, key);
  }

  /** The same release without vector kernels, for boards that cannot use them. */
  public Release scalar() {
    return scalar;
  }

  /** SHA-256 of the manifest, 64 hexadecimal digits. */
  public String id() {
    return id;
  }

  public byte[] manifest() {
    return manifest;
  }

  /** Contents by name, in the manifest's order. */
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /** The signature, or null. */
  public ReleaseSignature signature() {
    return signature;
  }

  /** Bytes of all files. */
  public long bytes() {
    return new ArrayList<>(files.values()).stream().mapToLong(bytes -> bytes.length).sum();
  }

  public static String sha256(byte[] bytes) {
    try {
      return Text.hex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
