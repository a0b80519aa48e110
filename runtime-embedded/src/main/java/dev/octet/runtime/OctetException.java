package dev.octet.runtime;

/**
 * The one exception for everything that a user can cause: what went wrong, where, and what to do
 * about it. The command line turns {@link #failure()} into its exit code.
 */
public final class OctetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The kinds of failure and the exit code of each. */
  public enum Failure {
    /** Wrong usage of a command or an API. */
    USAGE(2),
    /** Missing, empty, unreadable, corrupt or hostile input. */
    INPUT(3),
    /** A model that uses something unsupported, or is another network than asked for. */
    UNSUPPORTED(4),
    /** The accuracy budget was missed. */
    BUDGET(5),
    /** The board could not be reached, or had different outputs. */
    BOARD(6),
    /** Output cannot be written. */
    OUTPUT(7);

    private final int exitCode;

    Failure(int exitCode) {
      this.exitCode = exitCode;
    }

    /** The exit code of a command that ends with this failure, 2 to 7. */
    public int exitCode() {
      return exitCode;
    }
  }

  private final Failure failure;
  private final String what;
  private final String where;
  private final String remedy;

  /**
   * Makes a failure without a cause.
   *
   * @param failure the kind
   * @param what what went wrong, a clause without a full stop
   * @param where the file, byte offset, node or option it happened at
   * @param remedy what the user can do, a clause without a full stop
   */
  public OctetException(Failure failure, String what, String where, String remedy) {
    this(failure, what, where, remedy, null);
  }

  /**
   * Makes a failure with a cause.
   *
   * @param failure the kind
   * @param what what went wrong, a clause without a full stop
   * @param where the file, byte offset, node or option it happened at
   * @param remedy what the user can do, a clause without a full stop
   * @param cause the underlying exception, or null
   */
  public OctetException(
      Failure failure, String what, String where, String remedy, Throwable cause) {
    super(where + ": " + what + "; " + remedy, cause);
    this.failure = failure;
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }

  /** The kind of failure. */
  public Failure failure() {
    return failure;
  }

  /** What went wrong. */
  public String what() {
    return what;
  }

  /** The file, byte offset, node or option. */
  public String where() {
    return where;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
