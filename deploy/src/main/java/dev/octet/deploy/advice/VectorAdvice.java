package dev.octet.deploy.advice;

/**
 * Which kernels a board's JVM runs, and what would make them faster.
 *
 * @param found what there is
 * @param remedy what to do, or empty when nothing helps or is needed
 */
public record VectorAdvice(String found, String remedy) {
  private static final String GAIN = "the vector kernels take a third to a half of the time";

  /** The advice for a board whose JVM runs. */
  public static VectorAdvice of(Facts facts) {
    if (!facts.hasVectors()) {
      return new VectorAdvice("scalar", "");
    }
    if (facts.usesVectors()) {
      return new VectorAdvice("vector (module jdk.incubator.vector is there)", "");
    }
    if (facts.javaMajor() < Facts.VECTOR_JAVA) {
      return new VectorAdvice(
          "scalar"
              + (facts.unrolls() ? " with long loops (-XX:LoopUnrollLimit=500)" : "")
              + ", Java "
              + facts.javaMajor()
              + " has no Vector API",
          "install a Java of 17 or newer: " + GAIN);
    }
    return new VectorAdvice(
        "scalar, this JVM lacks the module jdk.incubator.vector",
        "install a JVM that has it (Debian's openjdk-17-jre-headless does): " + GAIN);
  }
}
