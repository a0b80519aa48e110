package dev.octet.model.family;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The strides of a network, which a state dict does not tell: one for the first convolution and one
 * for each block.
 *
 * @param stem stride of the first convolution
 * @param blocks stride and dilation of each block's depthwise convolution
 */
record StridePlan(int stem, List<Stride> blocks) {
  StridePlan {
    blocks = List.copyOf(blocks);
  }

  /** The strides of a family. */
  static StridePlan of(Family family) {
    return new StridePlan(
        family.stemStride(),
        family.blocks().stream().map(b -> new Stride(b.stride(), b.dilation())).toList());
  }

  /**
   * Reads a list such as {@code 2,1,2,2,2,1,1d2,1d2}: the first convolution's stride, then one for
   * each stage or for each block of the family; {@code d2} is a dilation of 2. Within a stage, all
   * blocks have its dilation and only the first its stride.
   *
   * @return empty if that is no list for this family
   */
  static Optional<StridePlan> parse(String text, Family family) {
    List<Stride> read = new ArrayList<>();
    for (String part : text.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
      Optional<Stride> stride = Stride.parse(part);
      if (stride.isEmpty()) {
        return Optional.empty();
      }
      read.add(stride.get());
    }
    List<Stride> rest = read.subList(1, read.size());
    List<Block> blocks = family.blocks();
    if (read.get(0).dilation() != 1) {
      return Optional.empty();
    }
    if (rest.size() == blocks.size()) {
      return Optional.of(new StridePlan(read.get(0).stride(), rest));
    }
    if (rest.size() != stages(family)) {
      return Optional.empty();
    }
    List<Stride> spread = new ArrayList<>();
    int stage = -1;
    for (Block block : blocks) {
      stage += block.repeat() ? 0 : 1;
      Stride own = rest.get(stage);
      spread.add(block.repeat() ? new Stride(1, own.dilation()) : own);
    }
    return Optional.of(new StridePlan(read.get(0).stride(), spread));
  }

  /** How many numbers {@link #parse} takes after the first one, as a message says it. */
  static String expected(Family family) {
    int stages = stages(family);
    int blocks = family.blocks().size();
    return stages == blocks ? blocks + " blocks" : stages + " stages or " + blocks + " blocks";
  }

  private static int stages(Family family) {
    return (int) family.blocks().stream().filter(b -> !b.repeat()).count();
  }

  /** Blocks with these strides. */
  List<Block> applied(List<Block> to) {
    List<Block> result = new ArrayList<>();
    for (int i = 0; i < to.size(); i++) {
      result.add(to.get(i).with(blocks.get(i)));
    }
    return List.copyOf(result);
  }

  /**
   * Strides that networks of this family are known to have, and their neighbours: single ones and
   * the first two or three turned to 1 (small pictures); the last one or two turned to 1, with
   * dilation or without (feature maps, segmentation); single ones a block later or earlier.
   *
   * @param published the strides of the published network, one of the variants
   */
  List<StridePlan> variants(StridePlan published) {
    Set<StridePlan> found = new LinkedHashSet<>(List.of(published));
    List<Integer> strided = strided();
    for (int count = 1; count <= Math.min(3, strided.size()); count++) {
      found.add(slower(strided.subList(0, count)));
    }
    for (int one : strided) {
      found.add(slower(List.of(one)));
    }
    for (int count = 1; count <= Math.min(2, strided.size()); count++) {
      List<Integer> last = strided.subList(strided.size() - count, strided.size());
      found.add(slower(last));
      found.add(dilated(last, true));
      found.add(dilated(last, false));
    }
    if (stem == 1) {
      found.add(with(-1, new Stride(2, 1)));
    }
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).stride() == 2) {
        moved(i, i + 1).ifPresent(found::add);
        moved(i, i - 1).ifPresent(found::add);
      }
    }
    found.remove(this);
    return List.copyOf(found);
  }

  /** Positions with a stride of 2: -1 is the first convolution. */
  private List<Integer> strided() {
    List<Integer> positions = new ArrayList<>();
    for (int i = -1; i < blocks.size(); i++) {
      if ((i < 0 ? stem : blocks.get(i).stride()) == 2) {
        positions.add(i);
      }
    }
    return positions;
  }

  private StridePlan slower(List<Integer> positions) {
    StridePlan plan = this;
    for (int position : positions) {
      plan = plan.with(position, new Stride(1, 1));
    }
    return plan;
  }

  /** A stride of 2 becomes a dilation of what follows, and of the block itself if {@code own}. */
  private StridePlan dilated(List<Integer> positions, boolean own) {
    StridePlan plan = this;
    int dilation = 1;
    int from = Math.max(positions.get(0), 0);
    for (int i = from; i < blocks.size(); i++) {
      int before = dilation;
      dilation *= positions.contains(i) ? 2 : 1;
      int stride = positions.contains(i) ? 1 : blocks.get(i).stride();
      plan = plan.with(i, new Stride(stride, own ? dilation : before));
    }
    return plan;
  }

  private Optional<StridePlan> moved(int from, int to) {
    return to < 0 || to >= blocks.size() || blocks.get(to).stride() != 1
        ? Optional.empty()
        : Optional.of(with(to, blocks.get(from)).with(from, blocks.get(to)));
  }

  private StridePlan with(int position, Stride stride) {
    if (position < 0) {
      return new StridePlan(stride.stride(), blocks);
    }
    List<Stride> changed = new ArrayList<>(blocks);
    changed.set(position, stride);
    return new StridePlan(stem, changed);
  }

  /** As {@code --strides} takes it: by stage if that says all, else by block. */
  String text(Family family) {
    List<Stride> stages = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (!family.blocks().get(i).repeat()) {
        stages.add(blocks.get(i));
      }
    }
    String byStage = joined(stages);
    return parse(byStage, family).filter(this::equals).isPresent() ? byStage : joined(blocks);
  }

  private String joined(List<Stride> strides) {
    return Stream.concat(Stream.of(String.valueOf(stem)), strides.stream().map(Stride::toString))
        .collect(Collectors.joining(","));
  }
}
