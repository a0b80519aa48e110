package dev.octet.quantizer;

/** The version of the tool that writes files. */
final class OctetVersion {
  /** As in the build. */
  static final String VERSION = "0.1.0";

  private OctetVersion() {}
}
