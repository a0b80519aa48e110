package dev.octet.cli;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of {@code quantize} whose work is not done yet; asking for it is an error. */
final class BudgetOptions {
  @Option(
      names = "--max-drop",
      paramLabel = "PP",
      description = "Not available yet: an accuracy budget in points, measured on --eval.")
  private Double maxDrop;

  @Option(
      names = "--min-agreement",
      paramLabel = "PERCENT",
      description = "Not available yet: an agreement budget, measured on --eval without labels.")
  private Double minAgreement;

  @Option(
      names = "--eval",
      paramLabel = "SRC",
      description = "Not available yet: the data of --max-drop.")
  private Path eval;

  @Option(names = "--data-free", description = "Not available yet: quantize without any data.")
  private boolean dataFree;

  /** Refuses what is not there. */
  void check() {
    refuse(maxDrop != null, "--max-drop");
    refuse(minAgreement != null, "--min-agreement");
    refuse(eval != null, "--eval");
    refuse(dataFree, "--data-free");
  }

  private static void refuse(boolean given, String option) {
    if (given) {
      throw new OctetException(Failure.USAGE, "not available yet", option, "leave the option out");
    }
  }
}
