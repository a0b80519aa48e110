package dev.octet.deploy.advice;

/**
 * Which JVM fits a board.
 *
 * @param jvm what to install
 * @param command how, on Raspberry Pi OS or Debian where it is packaged
 * @param why the reason
 */
public record JvmAdvice(String jvm, String command, String why) {
  /** The advice for a board. */
  public static JvmAdvice of(Facts facts) {
    String arch = facts.arch();
    boolean narrow = facts.bits() == 32;
    if (arch.equals("armv6l")) {
      return new JvmAdvice(
          "Zulu 8 or 11 for ARM 32-bit HF, or Java SE Embedded 8",
          "unpack it to /opt",
          "this CPU (ARM11) has no ARMv7 instructions: builds of HotSpot for ARMv7 end with 'Illegal"
              + " instruction', and OpenJDK Zero, which runs, only interprets");
    }
    if ((arch.equals("aarch64") || arch.equals("arm64")) && !narrow) {
      return new JvmAdvice(
          "OpenJDK 17 or newer for arm64",
          "sudo apt install openjdk-17-jre-headless",
          "it compiles for this CPU; every OpenJDK from 8 on for arm64 does");
    }
    if (arch.startsWith("armv7") || arch.startsWith("armv8") || arch.equals("aarch64")) {
      return new JvmAdvice(
          "OpenJDK 17 for armhf",
          "sudo apt install openjdk-17-jre-headless",
          "the system is 32 bit (armhf) and the CPU has ARMv7: Debian's build compiles for it"
              + (arch.equals("aarch64") || arch.startsWith("armv8")
                  ? "; a 64-bit system would run the model faster"
                  : ""));
    }
    return new JvmAdvice(
        "any Java 8 or newer for " + (arch.isEmpty() ? "this board" : arch),
        "sudo apt install default-jre-headless",
        "the runtime has no native code");
  }

  /** What to do, in a clause. */
  public String sentence() {
    return "install " + jvm + " (" + command + "), or name one with --java";
  }
}
