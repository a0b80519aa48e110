package dev.octet.deploy.step;

import dev.octet.deploy.board.Answer;
import dev.octet.deploy.release.ServiceUnits;

/** Sets up a systemd user service on the board, when it was asked for. */
final class ServiceStep {
  private ServiceStep() {}

  static void run(Deployment deployment) {
    if (!deployment.order.options().service()) {
      return;
    }
    String name = deployment.order.options().name();
    ServiceUnits units = ServiceUnits.ofUser(name);
    Answer answer =
        deployment
            .order
            .board()
            .run("service", deployment.token(), name, units.socket(), units.connection());
    if (answer.has("linger")) {
      deployment
          .order
          .progress()
          .warn(
              "the service ends when the user logs out; on the board: sudo loginctl enable-linger");
    }
  }
}
