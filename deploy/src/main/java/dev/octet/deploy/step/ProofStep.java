package dev.octet.deploy.step;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.octet.deploy.board.Board;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.app.Picture;
import dev.octet.runtime.preprocess.PixelFormat;
import dev.octet.runtime.schedule.GoldenVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs golden vectors and pictures with the board's own JVM, compares every byte of the answers
 * with the host's, and measures latency and memory.
 */
final class ProofStep {
  private static final String PICTURES = "pictures";

  private ProofStep() {}

  static void run(Deployment deployment) {
    Board board = deployment.order.board();
    List<Picture> pictures = deployment.order.options().pictures();
    GoldenVector[] golden = deployment.order.model().schedule().golden;
    List<String> requests = new ArrayList<>();
    requests.add("info");
    for (int i = 0; i < golden.length; i++) {
      requests.add("golden " + i);
    }
    if (!pictures.isEmpty()) {
      board.run("discard", deployment.token(), PICTURES);
    }
    for (int i = 0; i < pictures.size(); i++) {
      UploadStep.append(deployment, PICTURES, i + ".ppm", netpbm(pictures.get(i)), 0);
      requests.add("logits incoming/" + PICTURES + "/" + i + ".ppm");
    }
    String measure = "measure " + deployment.order.options().measureMillis();
    requests.add(measure);
    try {
      Proof proof = ask(deployment, "", requests);
      if (proof.field("kernels").equals("vector")) {
        deployment.scalarMs = ask(deployment, "scalar", List.of(measure)).number("medianMs");
      }
      compare(deployment.order.model(), golden, pictures, proof);
      deployment.proof = proof;
    } catch (OctetException e) {
      discard(deployment);
      throw e;
    }
    if (!pictures.isEmpty()) {
      board.run("discard", deployment.token(), PICTURES);
    }
  }

  private static Proof ask(Deployment deployment, String kernels, List<String> requests) {
    return Proof.ask(
        deployment.order.board(),
        deployment.token(),
        deployment.release().id(),
        deployment.facts.java(),
        kernels,
        requests);
  }

  /** The first error counts; the connection may be gone, too. */
  private static void discard(Deployment deployment) {
    try {
      deployment.order.board().run("discard", deployment.token(), PICTURES);
      deployment.order.board().run("discard", deployment.token(), deployment.release().id());
    } catch (OctetException e) {
      // The next deployment takes it away.
    }
  }

  private static void compare(
      OctetModel model, GoldenVector[] golden, List<Picture> pictures, Proof proof) {
    for (int i = 0; i < golden.length; i++) {
      proof.requireLogits(1 + i, golden[i].output, "golden vector " + i);
    }
    try (Session session = model.newSession()) {
      short[] logits = new short[model.classes()];
      for (int i = 0; i < pictures.size(); i++) {
        Picture picture = pictures.get(i);
        session.classify(
            picture.pixels,
            picture.offset,
            picture.format,
            picture.width,
            picture.height,
            picture.width * picture.format.bytes());
        for (int c = 0; c < logits.length; c++) {
          logits[c] = (short) session.rawLogit(c);
        }
        proof.requireLogits(1 + golden.length + i, logits, "picture " + i);
      }
    }
  }

  private static byte[] netpbm(Picture picture) {
    boolean gray = picture.format == PixelFormat.GRAY;
    if (!gray && picture.format != PixelFormat.RGB) {
      throw new IllegalArgumentException("pictures are RGB or gray");
    }
    byte[] header =
        ((gray ? "P5 " : "P6 ") + picture.width + " " + picture.height + " 255\n")
            .getBytes(US_ASCII);
    int length = picture.width * picture.height * picture.format.bytes();
    byte[] file = new byte[header.length + length];
    System.arraycopy(header, 0, file, 0, header.length);
    System.arraycopy(picture.pixels, picture.offset, file, header.length, length);
    return file;
  }
}
