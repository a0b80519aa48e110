package dev.octet.runtime.imageio;

import dev.octet.runtime.app.RuntimeMain;

/** The runtime's command line with JPEG and PNG. */
public final class ImageIoMain {
  private ImageIoMain() {}

  /**
   * Runs the command line; {@code --probe} only tells by its exit code whether ImageIO is there.
   */
  public static void main(String[] args) {
    ImageIoReader reader = new ImageIoReader();
    if (args.length == 1 && args[0].equals("--probe")) {
      // Loads the native parts too: some headless packages lack them.
      reader.read(Probe.PNG, "probe");
      reader.read(Probe.JPEG, "probe");
      System.exit(0);
    }
    System.exit(RuntimeMain.run(args, System.in, System.out, System.err, reader));
  }
}
