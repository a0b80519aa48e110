package dev.octet.deploy;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** Failures of boards: exit code 6. */
final class BoardFailures {
  private BoardFailures() {}

  static OctetException board(String where, String what, String remedy) {
    return new OctetException(Failure.BOARD, what, where, remedy);
  }

  static OctetException board(String where, String what, String remedy, Throwable cause) {
    return new OctetException(Failure.BOARD, what, where, remedy, cause);
  }

  static OctetException lost(String where, String step, Throwable cause) {
    return board(
        where,
        "the connection was lost while it did '" + step + "'",
        "run the command again: it goes on where it was cut, and what ran before still runs",
        cause);
  }
}
