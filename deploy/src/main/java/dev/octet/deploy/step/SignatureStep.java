package dev.octet.deploy.step;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.board.Text;
import dev.octet.deploy.release.ReleaseSignature;

/**
 * Has the board's runtime check files and signature: the runtime that runs there, or the new one
 * when there is none yet. A board that trusts a key takes only releases signed by it.
 */
final class SignatureStep {
  private static final String SIGNED = "signed";
  private static final String UNSIGNED = "not signed";

  private SignatureStep() {}

  static void run(Deployment deployment) {
    Board board = deployment.order.board();
    ReleaseSignature signature = deployment.release().signature();
    String id = deployment.release().id();
    if (signature != null && deployment.fresh) {
      attach(deployment, signature);
    }
    Answer answer = judge(deployment);
    if (signature != null && !deployment.fresh && !signed(answer)) {
      // A release that is there may lack this signature; one that is trusted keeps its own.
      attach(deployment, signature);
      answer = judge(deployment);
    }
    String text = Text.printable(answer.first("text"));
    if (!passed(answer)) {
      board.run("discard", deployment.token(), id);
      throw BoardFailures.board(
          board.where(),
          "the release was refused (" + text + ")",
          signature == null
              ? "sign it with --sign and a key whose public part the board has in its trust folder"
              : "sign it with the key whose public part the board has in its trust folder");
    }
    deployment.signature = text.substring(text.indexOf(", ") + 2);
    deployment.trustNew = deployment.signature.equals(SIGNED);
  }

  private static Answer judge(Deployment deployment) {
    return deployment
        .order
        .board()
        .run("judge", deployment.token(), deployment.release().id(), deployment.facts.java());
  }

  private static boolean passed(Answer answer) {
    return answer.number("exit", -1) == 0;
  }

  private static boolean signed(Answer answer) {
    return passed(answer) && !answer.first("text").endsWith(UNSIGNED);
  }

  private static void attach(Deployment deployment, ReleaseSignature signature) {
    attach(deployment, "manifest.sig", signature.base64());
    attach(deployment, "public.pem", signature.publicPem());
  }

  private static void attach(Deployment deployment, String name, String text) {
    byte[] bytes = text.strip().getBytes(US_ASCII);
    deployment
        .order
        .board()
        .run(
            "attach",
            stream -> stream.write(bytes),
            deployment.token(),
            deployment.release().id(),
            name);
  }
}
