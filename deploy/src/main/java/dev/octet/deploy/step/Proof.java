package dev.octet.deploy.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.board.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runtime's answers on a board, in the order of the requests: each one {@code ok} with fields,
 * or {@code error} with a sentence.
 */
final class Proof {
  private final String where;
  private final List<String> answers;
  private final long exit;
  private final String said;
  private final Map<String, String> fields = new LinkedHashMap<>();

  private Proof(String where, Answer answer) {
    this.where = where;
    this.exit = answer.number("exit", -1);
    this.said = Text.printable(answer.first("err"));
    this.answers = new ArrayList<>();
    for (String line : answer.lines()) {
      if (line.startsWith("ok") || line.startsWith("error\t")) {
        answers.add(line);
        Arrays.stream(line.split("\t"))
            .filter(field -> field.indexOf('=') > 0)
            .forEach(
                field ->
                    fields.put(
                        field.substring(0, field.indexOf('=')),
                        Text.printable(field.substring(field.indexOf('=') + 1))));
      }
    }
  }

  /**
   * Asks the runtime of a release that is on the board.
   *
   * @param kernels a kernel set by name, or empty for the fastest there
   */
  static Proof ask(
      Board board, String token, String id, String java, String kernels, List<String> requests) {
    byte[] text = (String.join("\n", requests) + "\n").getBytes(UTF_8);
    Answer answer = board.run("ask", stream -> stream.write(text), token, id, java, kernels);
    Proof proof = new Proof(board.where(), answer);
    if (proof.exit != 0 || proof.answers.size() != requests.size()) {
      throw BoardFailures.board(
          board.where(),
          "the runtime did not run on the board (exit code "
              + proof.exit
              + (proof.said.isEmpty() ? "" : ": " + proof.said)
              + ")",
          "'octet doctor' says which JVM fits this board and how much memory the model needs");
    }
    return proof;
  }

  /**
   * Compares an answer's bytes.
   *
   * @param index of the request
   * @param expected the logits the host computed
   * @param what the input, for the error
   */
  void requireLogits(int index, short[] expected, String what) {
    String[] parts = answers.get(index).split("\t", 2);
    if (!parts[0].equals("ok")) {
      throw BoardFailures.board(
          where,
          what + " was not answered (" + Text.printable(parts[parts.length - 1]) + ")",
          "report it; what ran before still runs");
    }
    StringBuilder hex = new StringBuilder();
    for (short value : expected) {
      hex.append(String.format("%04x", value & 0xffff));
    }
    String found = parts.length > 1 ? parts[1].strip() : "";
    if (!found.equals(hex.toString())) {
      int at = 0;
      while (at < Math.min(found.length(), hex.length()) && found.charAt(at) == hex.charAt(at)) {
        at++;
      }
      throw BoardFailures.board(
          where,
          "the board does not answer as the host does: "
              + what
              + " differs from output "
              + at / 4
              + " on",
          "do not use this JVM or board for this model; try another JVM ('octet doctor'), and"
              + " report it");
    }
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  double number(String name) {
    try {
      return Double.parseDouble(field(name));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
