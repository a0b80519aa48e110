package dev.octet.deploy.step;

/** Hears of a deployment's progress; called from the deployment's thread. */
public interface DeployProgress {
  /** A step begins. */
  void step(String name);

  /** Something that does not stop the deployment. */
  void warn(String text);
}
