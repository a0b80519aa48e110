package dev.octet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Field;

/** Entry point of the octet command. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    takeStandardError();
    // Not System.out, which keeps it to itself when a disk is full.
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, UTF_8), true);
    System.exit(OctetCommand.execute(out, err, onTerminal(), args));
  }

  @SuppressWarnings(
      "SystemConsoleNull") // where it is never null, Console#isTerminal is missing on 17
  private static boolean onTerminal() {
    String told = System.getProperty("octet.terminal");
    return told != null ? Boolean.parseBoolean(told) : System.console() != null;
  }

  /**
   * The launcher gives the JVM the null device as standard error (no option silences the JVM's note
   * on the incubating Vector API) and passes the real one as another descriptor.
   */
  private static void takeStandardError() {
    Integer number = Integer.getInteger("octet.stderr");
    if (number == null) {
      return;
    }
    try {
      FileDescriptor descriptor = new FileDescriptor();
      Field field = FileDescriptor.class.getDeclaredField("fd");
      field.setAccessible(true);
      field.setInt(descriptor, number);
      System.setErr(new PrintStream(new FileOutputStream(descriptor), true, UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("start Octet with its launcher", e);
    }
  }
}
