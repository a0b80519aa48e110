package dev.octet.report.compare;

import dev.octet.runtime.OctetModel;
import java.nio.file.Path;

/** What is compared with the float model. */
public sealed interface Candidate {
  /** How it is called in reports. */
  String name();

  /** An int8 model. */
  record Int8(String name, OctetModel model) implements Candidate {}

  /** The logits of another tool, in the order of the data. */
  record Logits(String name, Path file) implements Candidate {}
}
