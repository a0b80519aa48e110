package dev.octet.bench.board;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cores of boards, and what LLVM's models of them lack. */
enum Core {
  /** Raspberry Pi 3 and Zero 2 W. Its port is 64 bits wide: 128 bits take it twice. */
  CORTEX_A53("cortex-a53", 1.4) {
    @Override
    double correct(double cycles, List<String> code) {
      double twice = 0;
      for (String text : code) {
        if (text.matches("(ld|st)u?r\\tq.*")) {
          twice++;
        } else if (text.matches("(ld|st)p\\tq.*")) {
          twice += 2;
        }
      }
      return cycles + twice;
    }
  },

  /** Raspberry Pi 4. Its one multiplier is taken for three cycles by a 64-bit product. */
  CORTEX_A72("cortex-a72", 1.5) {
    @Override
    double correct(double cycles, List<String> code) {
      double multiplier = 0;
      for (String text : code) {
        switch (InstructionClass.of(text)) {
          case LONG -> multiplier += LONG_PRODUCT;
          case INT -> multiplier++;
          default -> {}
        }
      }
      return Math.max(cycles, multiplier);
    }
  },

  /**
   * Raspberry Pi 5. LLVM has no model of it; Neoverse N1 is the same core for servers, whose model
   * starts eight instructions a cycle where four are decoded.
   */
  CORTEX_A76("neoverse-n1", 2.4) {
    @Override
    double correct(double cycles, List<String> code) {
      return Math.max(cycles, code.size() / DECODED);
    }
  };

  private static final double LONG_PRODUCT = 3;
  private static final double DECODED = 4;

  private final String model;
  private final double gigahertz;

  Core(String model, double gigahertz) {
    this.model = model;
    this.gigahertz = gigahertz;
  }

  /** LLVM's name of the model. */
  String model() {
    return model;
  }

  /** The clock of the boards that have it. */
  double gigahertz() {
    return gigahertz;
  }

  /** What people call it: cortex-a53. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The core of a title. */
  static Core of(String title) {
    return Arrays.stream(values())
        .filter(core -> core.title().equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no model of " + title));
  }

  /**
   * Mends what the model says.
   *
   * @param cycles of one pass, by the model
   * @param code the pass
   */
  abstract double correct(double cycles, List<String> code);
}
