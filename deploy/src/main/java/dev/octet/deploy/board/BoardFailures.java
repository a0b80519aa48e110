package dev.octet.deploy.board;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** Failures of boards: exit code 6. */
public final class BoardFailures {
  private BoardFailures() {}

  public static OctetException board(String where, String what, String remedy) {
    return new OctetException(Failure.BOARD, what, where, remedy);
  }

  public static OctetException board(String where, String what, String remedy, Throwable cause) {
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
