package dev.octet.cli.model;

import java.util.Map;

/** What {@code inspect} shows of a model. */
interface Description {
  /** As a JSON object. */
  Map<String, Object> json();

  /** To read. */
  String text();
}
