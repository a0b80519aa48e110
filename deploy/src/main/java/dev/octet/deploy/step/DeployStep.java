package dev.octet.deploy.step;

/** A step of a deployment: safe to repeat, and to be cut off anywhere. */
interface DeployStep {
  /** What it does, for people. */
  String name();

  /**
   * Does it.
   *
   * @throws dev.octet.runtime.OctetException BOARD when the board does not pass
   */
  void run(Deployment deployment);
}
