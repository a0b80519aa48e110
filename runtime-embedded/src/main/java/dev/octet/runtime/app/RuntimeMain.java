package dev.octet.runtime.app;

import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Output;
import dev.octet.runtime.SelfCheck;
import dev.octet.runtime.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The command line of the runtime jar: self-check, or the five best classes of pictures. */
public final class RuntimeMain {
  private static final int TOP = 5;
  private static final long NANO = 1_000_000_000L;
  private static final int INTERNAL_ERROR = 1;
  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "Usage: java -jar octet-runtime.jar [OPTIONS] MODEL.octet IMAGE.ppm...",
          "       java -jar octet-runtime.jar [OPTIONS] --self-check MODEL.octet",
          "       java -jar octet-runtime.jar [OPTIONS] --bench MODEL.octet",
          "       java -jar octet-runtime.jar [OPTIONS] --serve MODEL.octet",
          "       java -jar octet-runtime.jar --verify RELEASE [--trust FOLDER]",
          "Prints the "
              + TOP
              + " best classes of each picture (binary PPM or PGM, 8 bits; '-': standard input).",
          "  --self-check      run the golden vectors: does this machine compute the same bits?",
          "  --bench           measure latency, as a whole and step by step",
          "  --runs N          measured inferences (default: 50)",
          "  --warm-up N       seconds of warm-up (default: 3)",
          "  --serve           answer requests on standard input, one line each ('help' lists"
              + " them)",
          "  --verify          check a release's files, and with --trust its signature",
          "  --raw WxH         pictures are raw RGB bytes of this size",
          "  --kernels NAME    reference, scalar or vector (default: the fastest);",
          "                    with --bench also two, NAME,NAME: in turn, and their ratio",
          "  --threads N       threads, 1 to 64 (default: 1)",
          "  --help, --version",
          "Exit codes: 0 done; 1 a bug; 2 wrong usage; 3 a file is refused; 6 the self-check"
              + " differs.",
          "Example: java -jar octet-runtime.jar model.octet photo.ppm");

  private final InputStream in;
  private final PrintStream out;
  private final PictureReader reader;
  private final List<String> files = new ArrayList<>();
  private boolean selfCheck;
  private boolean bench;
  private int runs = 50;
  private int warmUp = 3;
  private boolean serve;
  private boolean verify;
  private String trust;
  private int rawWidth;
  private int rawHeight;
  private String kernels = System.getProperty(KernelSets.PROPERTY);
  private int threads = 1;

  private RuntimeMain(InputStream in, PrintStream out, PictureReader reader) {
    this.in = in;
    this.out = out;
    this.reader = reader;
  }

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(args, System.in, System.out, System.err, PictureReader.NETPBM));
  }

  /**
   * Runs a command line.
   *
   * @param args the arguments
   * @param in pictures named {@code -}, and the requests of {@code --serve}
   * @param out for results
   * @param err for errors, one line each
   * @param reader makes pictures of files
   * @return the exit code
   */
  public static int run(
      String[] args, InputStream in, PrintStream out, PrintStream err, PictureReader reader) {
    try {
      return new RuntimeMain(in, out, reader).execute(args);
    } catch (OctetException e) {
      return refused(e, err);
    } catch (OutOfMemoryError e) {
      return refused(HeapLimit.refusal("model or picture", e), err);
    } catch (RuntimeException | Error e) {
      err.println("octet-runtime: internal error, please report it: " + e);
      return INTERNAL_ERROR;
    }
  }

  private static int refused(OctetException e, PrintStream err) {
    err.println("octet-runtime: " + printable(e.getMessage()));
    return e.failure().exitCode();
  }

  private int execute(String[] args) {
    if (args.length == 1 && args[0].equals("--help")) {
      out.println(USAGE);
      return 0;
    }
    if (args.length == 1 && args[0].equals("--version")) {
      String version = RuntimeMain.class.getPackage().getImplementationVersion();
      out.println("octet-runtime " + (version == null ? "(not from a jar)" : version));
      return 0;
    }
    if (args.length == 3 && args[0].equals("--rename")) {
      return rename(path(args[1]), path(args[2]));
    }
    parse(args);
    if (files.isEmpty()
        || (files.size() == 1) != (selfCheck || bench || serve || verify)
        || selfCheck && bench) {
      throw usage(files.isEmpty() ? "no model is given" : "wrong number of files", "command line");
    }
    if (verify) {
      out.println(ReleaseCheck.verify(path(files.get(0)), trust == null ? null : path(trust)));
      return 0;
    }
    int comma = bench && kernels != null ? kernels.indexOf(',') : -1;
    if (comma >= 0) {
      compare(kernels.substring(0, comma), kernels.substring(comma + 1));
      return 0;
    }
    OctetModel model = OctetModel.load(path(files.get(0)), KernelSets.choose(kernels));
    try (Session session = model.newSession(threads)) {
      if (selfCheck) {
        return check(session);
      }
      if (bench) {
        BenchText.print(session, runs, warmUp * NANO, out);
        return 0;
      }
      if (serve) {
        return new LineProtocol(session, reader, in, out).run();
      }
      for (String picture : files.subList(1, files.size())) {
        classify(session, picture);
      }
      return 0;
    }
  }

  private void compare(String first, String second) {
    OctetModel model = OctetModel.load(path(files.get(0)), KernelSets.choose(first));
    OctetModel other = OctetModel.of(model.schedule(), KernelSets.choose(second));
    try (Session a = model.newSession(threads);
        Session b = other.newSession(threads)) {
      BenchText.compare(a, b, runs, warmUp * NANO, out);
    }
  }

  /** Moves a link over another in one step, for boards whose mv cannot. */
  private static int rename(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      return 0;
    } catch (IOException e) {
      throw new OctetException(
          Failure.OUTPUT, "cannot be moved: " + e, from.toString(), "look at its folder", e);
    }
  }

  private void parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      String argument = args[i];
      if (argument.equals("--self-check")) {
        selfCheck = true;
      } else if (argument.equals("--bench")) {
        bench = true;
      } else if (argument.equals("--runs")) {
        runs = number(value(args, ++i, argument), argument);
      } else if (argument.equals("--warm-up")) {
        warmUp = number(value(args, ++i, argument), argument);
      } else if (argument.equals("--serve")) {
        serve = true;
      } else if (argument.equals("--verify")) {
        verify = true;
      } else if (argument.equals("--trust")) {
        trust = value(args, ++i, argument);
      } else if (argument.equals("--raw")) {
        rawSize(value(args, ++i, argument));
      } else if (argument.equals("--kernels")) {
        kernels = value(args, ++i, argument);
      } else if (argument.equals("--threads")) {
        threads = number(value(args, ++i, argument), argument);
      } else if (argument.startsWith("--")) {
        throw usage("unknown option", argument);
      } else {
        files.add(argument);
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

  private void classify(Session session, String file) {
    byte[] bytes = file.equals("-") ? PictureFile.read(in, file) : PictureFile.read(path(file));
    Picture picture =
        rawWidth > 0 ? Netpbm.raw(bytes, file, rawWidth, rawHeight) : reader.read(bytes, file);
    picture.classify(session);
    OctetModel model = session.model();
    if (files.size() > 2) {
      out.println(file + ":");
    }
    if (!model.schedule().isRow()) {
      for (Output output : session.outputs()) {
        out.println(OutputText.of(output));
      }
      return;
    }
    boolean softmax = model.schedule().softmax;
    float[] scores = new float[model.classes()];
    if (softmax) {
      session.probabilities(scores);
    } else {
      session.logits(scores);
    }
    int[] top = new int[TOP];
    int count = session.top(top);
    for (int i = 0; i < count; i++) {
      String score =
          softmax ? fixed(100 * scores[top[i]], 2, 6) + " %" : fixed(scores[top[i]], 3, 8);
      out.println(score + "  " + printable(model.label(top[i])));
    }
  }

  /** As {@code String.format} has it, which would cost a tenth of a cold start. */
  private static String fixed(float value, int decimals, int width) {
    StringBuilder text = new StringBuilder();
    text.append(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString());
    while (text.length() < width) {
      text.insert(0, ' ');
    }
    return text.toString();
  }

  /** Text from a file without the characters that could steer a terminal. */
  static String printable(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(Character.isISOControl(c) ? '?' : c);
    }
    return result.toString();
  }
}
