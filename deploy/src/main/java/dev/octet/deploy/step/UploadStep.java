package dev.octet.deploy.step;

import dev.octet.deploy.board.Answer;
import dev.octet.deploy.board.Board;
import dev.octet.deploy.board.BoardFailures;
import dev.octet.deploy.board.Text;
import dev.octet.deploy.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Brings the release's files to the board, from where an earlier upload was cut, and compares their
 * hashes there. What came wrong in an earlier upload is sent again.
 */
final class UploadStep {
  private UploadStep() {}

  static void run(Deployment deployment) {
    Board board = deployment.order.board();
    String id = deployment.release().id();
    Answer there = board.run("verify", deployment.token(), "releases", id);
    if (!there.has("absent") && !there.has("bad")) {
      return;
    }
    deployment.fresh = true;
    boolean resumed = send(deployment);
    List<String> bad = bad(deployment);
    if (!bad.isEmpty() && resumed) {
      // Bytes of an earlier upload may be the wrong ones: once more from the start.
      forget(deployment, bad);
      send(deployment);
      bad = bad(deployment);
    }
    if (!bad.isEmpty()) {
      board.run("discard", deployment.token(), id);
      throw BoardFailures.board(
          board.where() + ": " + board.root() + "/incoming/" + id,
          "the upload of " + Text.printable(String.join(", ", bad)) + " arrived damaged",
          "deploy again; if it happens again, look at the board's disk (SD card) and memory");
    }
  }

  /** Returns whether something of an earlier upload was there. */
  private static boolean send(Deployment deployment) {
    Board board = deployment.order.board();
    Release release = deployment.release();
    byte[] manifest = release.manifest();
    Answer sizes =
        board.run(
            "stage",
            stream -> stream.write(manifest),
            deployment.token(),
            release.id(),
            Integer.toString(manifest.length));
    boolean resumed = false;
    for (Map.Entry<String, byte[]> file : release.files().entrySet()) {
      byte[] bytes = file.getValue();
      int have = (int) Math.min(sizes.number(file.getKey(), 0), Integer.MAX_VALUE);
      resumed |= have > 0;
      if (have == bytes.length && !sizes.has(file.getKey() + ".part")) {
        continue;
      }
      int offset = have > bytes.length ? 0 : have;
      append(deployment, release.id(), file.getKey(), bytes, offset);
    }
    return resumed;
  }

  /** Appends the bytes from an offset on to a file on its way. */
  static void append(Deployment deployment, String folder, String name, byte[] bytes, int offset) {
    deployment
        .order
        .board()
        .run(
            "append",
            stream -> stream.write(bytes, offset, bytes.length - offset),
            deployment.token(),
            folder,
            name,
            Integer.toString(offset),
            Integer.toString(bytes.length));
    deployment.sentBytes += bytes.length - offset;
  }

  private static List<String> bad(Deployment deployment) {
    Answer answer =
        deployment
            .order
            .board()
            .run("verify", deployment.token(), "incoming", deployment.release().id());
    List<String> bad = new ArrayList<>(answer.all("bad"));
    if (answer.has("absent")) {
      bad.add(Release.MANIFEST);
    }
    return bad;
  }

  private static void forget(Deployment deployment, List<String> names) {
    List<String> arguments =
        new ArrayList<>(List.of(deployment.token(), deployment.release().id()));
    arguments.addAll(names);
    deployment.order.board().run("forget", arguments.toArray(String[]::new));
  }
}
