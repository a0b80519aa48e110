package dev.octet.bench.board;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run says of itself, a line for each fact: {@code model}, {@code kernels}, {@code machine},
 * {@code macs}, {@code answer}, and {@code step INDEX MACS WHAT IT DOES}.
 *
 * @param values the value of each name
 * @param steps in order; empty when the run says nothing of steps
 */
record RunFacts(Map<String, String> values, List<Step> steps) {

  /**
   * A step of the network.
   *
   * @param macs products
   * @param what kind of step and shapes
   */
  record Step(long macs, String what) {}

  /** Reads the lines; those of other programs (a JVM's warnings) are left out. */
  static RunFacts of(List<String> lines) {
    Map<String, String> values = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", 2);
      if (words.length == 2 && words[0].equals("step")) {
        String[] step = words[1].split(" ", 3);
        steps.add(new Step(Long.parseLong(step[1]), step[2]));
      } else if (words.length == 2 && words[0].matches("model|kernels|machine|macs|answer")) {
        values.put(words[0], words[1]);
      }
    }
    return new RunFacts(values, steps);
  }

  /** A value, or an empty text. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Products of an inference; 0 where the run did not say. */
  long macs() {
    return values.containsKey("macs") ? Long.parseLong(values.get("macs")) : 0;
  }
}
