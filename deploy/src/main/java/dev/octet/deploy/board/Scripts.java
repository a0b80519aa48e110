package dev.octet.deploy.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command line of an operation on a board: the part of the script that does it, and its
 * arguments, quoted for the shell.
 */
public final class Scripts {
  /** Parts that hold operations; {@code common} goes with each. */
  private static final List<String> PARTS =
      List.of("facts", "lock", "upload", "proof", "switch", "service");

  private static final Pattern FUNCTION = Pattern.compile("(?m)^(\\w+)\\(\\) \\{");

  /** A folder may begin with a minus. */
  private static final String CALL =
      """
      operation=$1
      root=$2
      shift 2
      case $root in /* | ./*) ;; *) root=./$root ;; esac
      "$operation" "$@"
      """;

  private static final String COMMON = part("common");
  private static final Map<String, String> OPERATIONS = operations();

  private Scripts() {}

  private static Map<String, String> operations() {
    Map<String, String> operations = new LinkedHashMap<>();
    for (String name : PARTS) {
      String text = part(name);
      Matcher matcher = FUNCTION.matcher(text);
      while (matcher.find()) {
        operations.put(matcher.group(1), text);
      }
    }
    return operations;
  }

  private static String part(String name) {
    return resource(name + ".sh")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** A text beside this class. */
  public static String resource(String name) {
    try (InputStream stream = Scripts.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The command for the login shell of the board.
   *
   * @param operation a function of the script
   * @param root the application's folder
   */
  static String command(String operation, String root, List<String> arguments) {
    String text = OPERATIONS.get(operation);
    if (text == null) {
      throw new IllegalArgumentException("no operation " + operation);
    }
    String script = COMMON + text + CALL;
    return shell(script, operation, root, arguments);
  }

  /**
   * The lines of a package's own script that run an operation with everything at hand.
   *
   * @param operation a function of {@code package.sh}
   * @param root the application's folder
   * @param arguments written as they are: a script's own {@code "$1"}, or what needs no quotes
   */
  public static String packaged(String operation, String root, String arguments) {
    StringBuilder script = new StringBuilder(COMMON);
    PARTS.forEach(name -> script.append(part(name)));
    script.append(part("package")).append(CALL);
    return shell(script.toString(), operation, root, List.of()) + ' ' + arguments;
  }

  private static String shell(
      String script, String operation, String root, List<String> arguments) {
    StringBuilder line = new StringBuilder("sh -c ").append(quote(script)).append(" octet-board");
    line.append(' ').append(quote(operation)).append(' ').append(quote(root));
    arguments.forEach(argument -> line.append(' ').append(quote(argument)));
    return line.toString();
  }

  /** A word for a POSIX shell, whatever it holds. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
