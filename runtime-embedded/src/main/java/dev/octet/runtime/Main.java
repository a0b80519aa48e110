package dev.octet.runtime;

import dev.octet.runtime.OctetException.Failure;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command line of the runtime jar: self-check, or the five best classes of pictures. */
public final class Main {
  private static final int TOP = 5;
  private static final int INTERNAL_ERROR = 1;
  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "Usage: java -jar octet-runtime.jar [OPTIONS] MODEL.octet IMAGE.ppm...",
          "       java -jar octet-runtime.jar [OPTIONS] --self-check MODEL.octet",
          "Prints the "
              + TOP
              + " best classes of each picture (binary PPM or PGM, 8 bits), or runs the",
          "model's golden vectors and says whether this machine answers the same bits.",
          "  --self-check      run the golden vectors",
          "  --raw WxH         pictures are raw RGB bytes of this size",
          "  --kernels NAME    reference, scalar or vector (default: the fastest)",
          "  --threads N       threads, 1 to 64 (default: 1)",
          "  --help, --version",
          "Exit codes: 0 done; 1 a bug; 2 wrong usage; 3 a file is refused; 6 the self-check differs.",
          "Example: java -jar octet-runtime.jar model.octet photo.ppm");

  private final PrintStream out;
  private final List<Path> files = new ArrayList<>();
  private boolean selfCheck;
  private int rawWidth;
  private int rawHeight;
  private String kernels = System.getProperty(KernelSets.PROPERTY);
  private int threads = 1;

  private Main(PrintStream out) {
    this.out = out;
  }

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs a command line.
   *
   * @param args the arguments
   * @param out for results
   * @param err for errors, one line each
   * @return the exit code
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    try {
      return new Main(out).execute(args);
    } catch (OctetException e) {
      err.println("octet-runtime: " + printable(e.getMessage()));
      return e.failure().exitCode();
    } catch (RuntimeException | Error e) {
      err.println("octet-runtime: internal error, please report it: " + e);
      return INTERNAL_ERROR;
    }
  }

  private int execute(String[] args) {
    if (args.length == 1 && args[0].equals("--help")) {
      out.println(USAGE);
      return 0;
    }
    if (args.length == 1 && args[0].equals("--version")) {
      String version = Main.class.getPackage().getImplementationVersion();
      out.println("octet-runtime " + (version == null ? "(not from a jar)" : version));
      return 0;
    }
    parse(args);
    if (files.isEmpty() || (files.size() == 1) != selfCheck) {
      throw usage(files.isEmpty() ? "no model is given" : "wrong number of files", "command line");
    }
    OctetModel model = OctetModel.load(files.get(0), KernelSets.choose(kernels));
    try (Session session = model.newSession(threads)) {
      if (selfCheck) {
        return check(session);
      }
      for (Path picture : files.subList(1, files.size())) {
        classify(session, picture);
      }
      return 0;
    }
  }

  private void parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      String argument = args[i];
      if (argument.equals("--self-check")) {
        selfCheck = true;
      } else if (argument.equals("--raw")) {
        rawSize(value(args, ++i, argument));
      } else if (argument.equals("--kernels")) {
        kernels = value(args, ++i, argument);
      } else if (argument.equals("--threads")) {
        threads = number(value(args, ++i, argument), argument);
      } else if (argument.startsWith("--")) {
        throw usage("unknown option", argument);
      } else {
        files.add(path(argument));
      }
    }
  }

  private static String value(String[] args, int index, String option) {
    if (index >= args.length) {
      throw usage("the option needs a value", option);
    }
    return args[index];
  }

  private void rawSize(String size) {
    int x = size.indexOf('x');
    if (x < 0) {
      throw usage("'" + size + "' is not a size like 640x480", "--raw");
    }
    rawWidth = number(size.substring(0, x), "--raw");
    rawHeight = number(size.substring(x + 1), "--raw");
  }

  private static int number(String text, String option) {
    try {
      int value = Integer.parseInt(text);
      if (value >= 1 && value <= 65_535) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same error.
    }
    throw usage("'" + text + "' is not a number from 1 to 65535", option);
  }

  private static Path path(String text) {
    try {
      return Paths.get(text);
    } catch (InvalidPathException e) {
      throw usage("not a file name", text);
    }
  }

  private static OctetException usage(String what, String where) {
    return new OctetException(Failure.USAGE, what, where, "see --help");
  }

  private int check(Session session) {
    SelfCheck result = SelfCheck.run(session);
    OctetModel model = session.model();
    if (!result.passed()) {
      throw new OctetException(
          Failure.BOARD,
          result.differing()
              + " of "
              + result.vectors()
              + " golden vectors differ ("
              + result.difference()
              + ")",
          model.name() + " on kernel set " + model.kernelSets().set().name(),
          "do not use this model on this machine; try --kernels reference and report it");
    }
    out.println(
        printable(model.name())
            + ": "
            + result.vectors()
            + " golden vectors answered bit for bit (kernels "
            + model.kernelSets().set().name()
            + ", threads "
            + threads
            + ", Java "
            + System.getProperty("java.version")
            + " on "
            + System.getProperty("os.arch")
            + ")");
    return 0;
  }

  private void classify(Session session, Path file) {
    Netpbm picture = rawWidth > 0 ? Netpbm.raw(file, rawWidth, rawHeight) : Netpbm.read(file);
    session.classify(
        picture.pixels,
        picture.offset,
        picture.format,
        picture.width,
        picture.height,
        picture.width * picture.format.bytes());
    OctetModel model = session.model();
    boolean softmax = model.schedule().softmax;
    float[] scores = new float[model.classes()];
    if (softmax) {
      session.probabilities(scores);
    } else {
      session.logits(scores);
    }
    int[] top = new int[TOP];
    int count = session.top(top);
    if (files.size() > 2) {
      out.println(file + ":");
    }
    for (int i = 0; i < count; i++) {
      String score =
          softmax
              ? String.format(Locale.ROOT, "%6.2f %%", 100 * scores[top[i]])
              : String.format(Locale.ROOT, "%8.3f", scores[top[i]]);
      out.println(score + "  " + printable(model.label(top[i])));
    }
  }

  /** Text from a file without the characters that could steer a terminal. */
  private static String printable(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(Character.isISOControl(c) ? '?' : c);
    }
    return result.toString();
  }
}
