package dev.octet.deploy.step;

import dev.octet.deploy.board.Answer;

/** Sets up a systemd user service on the board, when it was asked for. */
final class ServiceStep {
  private ServiceStep() {}

  static void run(Deployment deployment) {
    if (!deployment.options.service()) {
      return;
    }
    Answer answer = deployment.board.run("service", deployment.token(), deployment.options.name());
    if (answer.has("linger")) {
      deployment.progress.warn(
          "the service ends when the user logs out; on the board: sudo loginctl enable-linger");
    }
  }
}
