import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs octet's commands from standard input, one per line, in one JVM; answers with exit code and output. */
final class Rows {
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      StringWriter said = new StringWriter();
      int code =
          dev.octet.cli.OctetCommand.execute(
              new PrintWriter(said), new PrintWriter(System.err, true), false, line.split("\t"));
      out.println(code + "\t" + said.toString().replaceAll("\\s+", " "));
      out.flush();
    }
  }
}
