package dev.octet.deploy.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The ARM JVMs that {@code deploy/src/test/sh/arm-jvm} brings. */
public final class ArmJvm {
  private ArmJvm() {}

  /**
   * A JVM's start script; the test is skipped where there is none.
   *
   * @param name such as {@code armhf-8}
   */
  public static Path require(String name) {
    Path java = folder().resolve(name).resolve("java");
    TestTools.require(
        Files.isExecutable(java),
        "no " + java + " (deploy/src/test/sh/arm-jvm " + name.replace('-', ' ') + ")");
    return java;
  }

  private static Path folder() {
    String named = System.getenv("OCTET_ARM_JVM");
    return named != null
        ? Path.of(named)
        : Path.of(System.getProperty("user.home"), ".cache", "octet", "arm-jvm");
  }
}
