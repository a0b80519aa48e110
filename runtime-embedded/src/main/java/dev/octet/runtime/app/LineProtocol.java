package dev.octet.runtime.app;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Output;
import dev.octet.runtime.Session;
import dev.octet.runtime.preprocess.PixelFormat;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Locale;

/**
 * Answers requests on a stream, one line for each: {@code ok} and fields apart by tabs, or {@code
 * error} and a sentence. docs/raspberry-pi.md describes it.
 */
final class LineProtocol {
  private static final int TOP = 5;
  private static final int MAX_LINE = 1 << 16;
  private static final int MIN_RUNS = 3;
  private static final int MAX_RUNS = 1000;
  private static final String HELP =
      "classify FILE | frame FORMAT WIDTH HEIGHT, then the pixels | logits FILE | golden NUMBER"
          + " | measure MILLISECONDS | info | quit";

  private final Session session;
  private final OctetModel model;
  private final PictureReader reader;
  private final InputStream in;
  private final PrintStream out;
  private final int[] top = new int[TOP];
  private final float[] scores;
  private byte[] frame = new byte[0];

  LineProtocol(Session session, PictureReader reader, InputStream in, PrintStream out) {
    this.session = session;
    this.model = session.model();
    this.reader = reader;
    this.in = in;
    this.out = out;
    this.scores = new float[model.classes()];
  }

  /**
   * Answers until {@code quit} or the end of the requests.
   *
   * @return the exit code
   */
  int run() {
    try {
      for (String line = line(); line != null && !line.equals("quit"); line = line()) {
        String answer;
        try {
          answer = "ok" + answer(line);
        } catch (OctetException e) {
          answer = error(e);
        } catch (OutOfMemoryError e) {
          answer = error(HeapLimit.refusal(line, e));
        }
        out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
      return 0;
    } catch (IOException e) {
      throw new OctetException(
          Failure.INPUT, "cannot be read: " + e.getMessage(), "requests", "send them again", e);
    }
  }

  private static String error(OctetException refusal) {
    return "error\t" + RuntimeMain.printable(refusal.getMessage());
  }

  private String answer(String line) throws IOException {
    int blank = line.indexOf(' ');
    String request = blank < 0 ? line : line.substring(0, blank);
    String argument = blank < 0 ? "" : line.substring(blank + 1);
    switch (request) {
      case "classify":
        picture(argument).classify(session);
        return best();
      case "frame":
        frame(argument.split(" "));
        return best();
      case "logits":
        picture(argument).classify(session);
        return "\t" + hex();
      case "golden":
        int vectors = model.schedule().golden.length;
        session.run(model.schedule().golden[number(argument, 0, vectors - 1)].input, 0);
        return "\t" + hex();
      case "measure":
        return measure(number(argument, 0, 3_600_000));
      case "info":
        return info();
      case "help":
        return "\t" + HELP;
      default:
        throw wrong("there is no such request", request);
    }
  }

  private Picture picture(String file) {
    try {
      return reader.read(PictureFile.read(Paths.get(file)), file);
    } catch (InvalidPathException e) {
      throw wrong("not a file name", file);
    }
  }

  /** After a frame that cannot be understood, nobody knows where the next request begins. */
  private void frame(String[] arguments) throws IOException {
    PixelFormat format = null;
    for (PixelFormat known : PixelFormat.values()) {
      if (arguments[0].equalsIgnoreCase(known.name())) {
        format = known;
      }
    }
    if (format == null || arguments.length != 3) {
      throw new IOException("a frame without format, width and height");
    }
    int width;
    int height;
    try {
      width = number(arguments[1], 1, 16_384);
      height = number(arguments[2], 1, 16_384);
    } catch (OctetException e) {
      throw new IOException("a frame of a size that is not understood", e);
    }
    int length = width * height * format.bytes();
    if (frame.length != length) {
      frame = new byte[0]; // the old frame makes room for the new one
      try {
        frame = HeapLimit.allocate(length, "frame of " + width + "x" + height);
      } catch (OctetException e) {
        skip(length); // the next request begins after the pixels
        throw e;
      }
    }
    for (int done = 0; done < length; ) {
      int n = in.read(frame, done, length - done);
      if (n < 0) {
        throw new EOFException("the end came inside a frame");
      }
      done += n;
    }
    new Picture(frame, 0, format, width, height).classify(session);
  }

  private void skip(int length) throws IOException {
    byte[] chunk = new byte[MAX_LINE];
    for (int left = length; left > 0; ) {
      int n = in.read(chunk, 0, Math.min(left, chunk.length));
      if (n < 0) {
        throw new EOFException("the end came inside a frame");
      }
      left -= n;
    }
  }

  private String best() {
    if (!model.schedule().isRow()) {
      StringBuilder outputs = new StringBuilder();
      for (Output output : session.outputs()) {
        outputs.append('\t').append(OutputText.of(output));
      }
      return outputs.toString();
    }
    if (model.schedule().softmax) {
      session.probabilities(scores);
    } else {
      session.logits(scores);
    }
    int count = session.top(top);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append('\t').append(top[i]).append(' ');
      text.append(String.format(Locale.ROOT, "%.6f", scores[top[i]])).append(' ');
      text.append(RuntimeMain.printable(model.label(top[i])));
    }
    return text.toString();
  }

  /** The raw logits, four hexadecimal digits each. */
  private String hex() {
    StringBuilder text = new StringBuilder(4 * model.classes());
    for (int i = 0; i < model.classes(); i++) {
      for (int shift = 12; shift >= 0; shift -= 4) {
        text.append(Character.forDigit(session.rawLogit(i) >> shift & 15, 16));
      }
    }
    return text.toString();
  }

  private String measure(int milliseconds) {
    byte[] input = model.schedule().golden[0].input;
    model.warmUp();
    long[] nanos = new long[MAX_RUNS];
    long begin = System.nanoTime();
    int warmUp = 0;
    // Half of the time warms the JVM up.
    while (warmUp < 1 || System.nanoTime() - begin < milliseconds * 500_000L) {
      session.run(input, 0);
      warmUp++;
    }
    int runs = 0;
    while (runs < MIN_RUNS
        || (runs < MAX_RUNS && System.nanoTime() - begin < milliseconds * 1_000_000L)) {
      long start = System.nanoTime();
      session.run(input, 0);
      nanos[runs++] = System.nanoTime() - start;
    }
    Arrays.sort(nanos, 0, runs);
    return "\tmedianMs="
        + millis(nanos[(runs - 1) / 2])
        + "\tp95Ms="
        + millis(nanos[(int) Math.ceil(0.95 * runs) - 1])
        + "\truns="
        + runs
        + "\tpeakKb="
        + ProcessMemory.peakKilobytes();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private String info() {
    return "\tname="
        + RuntimeMain.printable(model.name())
        + "\tclasses="
        + model.classes()
        + "\tgolden="
        + model.schedule().golden.length
        + "\tkernels="
        + model.kernelSets().set().name()
        + "\tthreads="
        + session.threads()
        + "\tjava="
        + System.getProperty("java.version")
        + "\tarch="
        + System.getProperty("os.arch")
        + "\tpeakKb="
        + ProcessMemory.peakKilobytes();
  }

  private static int number(String text, int min, int max) {
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same error.
    }
    throw wrong("not a number from " + min + " to " + max, text);
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n') {
      if (bytes.size() == MAX_LINE) {
        throw new IOException("a line of more than " + MAX_LINE + " bytes");
      }
      bytes.write(b);
      b = in.read();
    }
    String text = new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static OctetException wrong(String what, String where) {
    return new OctetException(Failure.USAGE, what, where, "send 'help' for the requests");
  }
}
