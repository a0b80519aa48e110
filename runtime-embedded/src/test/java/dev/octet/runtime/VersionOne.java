package dev.octet.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The committed file of format version 1: every later runtime must read it. */
public final class VersionOne {
  private VersionOne() {}

  /** The file's bytes. */
  public static byte[] bytes() {
    try (InputStream stream = VersionOne.class.getResourceAsStream("/v1.octet")) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model with a kernel set. */
  static OctetModel model(String kernels) {
    OctetModel model = OctetModel.load(bytes(), "v1.octet");
    return OctetModel.of(model.schedule(), KernelSets.choose(kernels));
  }
}
