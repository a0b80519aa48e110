package dev.octet.bench.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Joins blocks to the ways that were taken through the code, so that a loop of several blocks is
 * modelled as one piece.
 */
final class Traces {
  private static final int MOST_BLOCKS = 40;
  private static final double ALIKE = 0.03;
  private static final Pattern DIRECT =
      Pattern.compile("(?:b|b\\.\\w+|cbn?z|tbn?z)\\t(?:.*, )?#(-?(?:0x)?[0-9a-f]+)");
  private static final Pattern LEAVES = Pattern.compile("(?:b|br|ret)(?:\\t.*)?");

  private final CountFile file;
  private final Section section;
  private final Map<Integer, String> texts;
  private final Map<Long, Integer> byAddress = new HashMap<>();

  private Traces(CountFile file, Section section, Map<Integer, String> texts) {
    this.file = file;
    this.section = section;
    this.texts = texts;
  }

  /**
   * The traces of a section, those with most instructions first.
   *
   * @param texts each instruction of all blocks as text
   */
  static List<Trace> of(CountFile file, Section section, Map<Integer, String> texts) {
    return new Traces(file, section, texts).join();
  }

  private List<Trace> join() {
    List<Integer> order =
        IntStream.range(0, file.blocks().size())
            .filter(i -> section.count(i) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -work(i)))
            .toList();
    for (int i : order) {
      byAddress.merge(
          file.blocks().get(i).address(),
          i,
          (a, b) -> section.count(a) >= section.count(b) ? a : b);
    }
    Map<Integer, Integer> before = new HashMap<>();
    for (int i : order) {
      next(i).ifPresent(j -> before.putIfAbsent(j, i));
    }
    Set<Integer> used = new HashSet<>();
    List<Trace> traces = new ArrayList<>();
    for (int i : order) {
      if (!used.contains(i)) {
        traces.add(chain(head(i, before, used), used));
      }
    }
    traces.sort(Comparator.comparingDouble(t -> -t.instructions()));
    return traces;
  }

  /** The first block of the way that leads to a block; in a loop the block itself or another. */
  private static int head(int block, Map<Integer, Integer> before, Set<Integer> used) {
    Set<Integer> seen = new HashSet<>();
    int head = block;
    while (seen.add(head) && seen.size() < MOST_BLOCKS) {
      Integer earlier = before.get(head);
      if (earlier == null || used.contains(earlier) || seen.contains(earlier)) {
        break;
      }
      head = earlier;
    }
    return head;
  }

  private Trace chain(int head, Set<Integer> used) {
    List<Integer> blocks = new ArrayList<>();
    List<String> code = new ArrayList<>();
    double instructions = 0;
    OptionalInt block = OptionalInt.of(head);
    while (block.isPresent() && blocks.size() < MOST_BLOCKS && used.add(block.getAsInt())) {
      int i = block.getAsInt();
      blocks.add(i);
      instructions += work(i);
      for (int word : file.blocks().get(i).words()) {
        code.add(texts.get(word));
      }
      block = next(i);
    }
    return new Trace(blocks, instructions, code);
  }

  private double work(int block) {
    return section.count(block) * file.blocks().get(block).instructions();
  }

  /** The block behind another one that ran nearly as often. */
  private OptionalInt next(int index) {
    CodeBlock block = file.blocks().get(index);
    String last = texts.get(block.words()[block.words().length - 1]);
    if (!LEAVES.matcher(last).matches()) {
      Integer following = byAddress.get(block.end());
      if (following != null && alike(index, following)) {
        return OptionalInt.of(following);
      }
    }
    Matcher direct = DIRECT.matcher(last);
    if (direct.matches()) {
      Integer target = byAddress.get(block.last() + Long.decode(direct.group(1)));
      if (target != null && alike(index, target)) {
        return OptionalInt.of(target);
      }
    }
    return OptionalInt.empty();
  }

  private boolean alike(int a, int b) {
    return Math.abs(section.count(a) - section.count(b)) <= ALIKE * section.count(a);
  }
}
