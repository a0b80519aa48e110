import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;

/** Runs octet's commands from standard input, one per line, in one JVM; answers with exit codes. */
final class Rows {
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      PrintWriter none = new PrintWriter(PrintWriter.nullWriter());
      out.println(
          dev.octet.cli.OctetCommand.execute(none, new PrintWriter(System.err, true), false, line.split("\t")));
      out.flush();
    }
  }
}
