package dev.octet.deploy.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.octet.deploy.board.Text;
import dev.octet.deploy.release.ReleaseSignature;

/**
 * Lets {@code current} lead to the release, in one step on the board: from there on the connection
 * does not matter. The board runs it once more and goes back when that fails.
 */
final class SwitchStep {
  private SwitchStep() {}

  static void run(Deployment deployment) {
    Proof proof = deployment.proof;
    String text =
        String.join(
            "\n",
            "model=" + Text.printable(deployment.order.model().name()),
            "java=" + proof.field("java"),
            "arch=" + proof.field("arch"),
            "kernels=" + proof.field("kernels"),
            "medianMs=" + proof.field("medianMs"),
            "p95Ms=" + proof.field("p95Ms"),
            "peakKb=" + proof.field("peakKb"),
            "signature=" + deployment.signature);
    ReleaseSignature signature = deployment.release().signature();
    deployment.installed =
        deployment
            .order
            .board()
            .run(
                "install",
                stream -> stream.write(text.getBytes(UTF_8)),
                deployment.token(),
                deployment.release().id(),
                deployment.facts.java(),
                Integer.toString(deployment.order.options().keep()),
                deployment.trustNew && signature != null ? signature.fingerprint() : "");
  }
}
