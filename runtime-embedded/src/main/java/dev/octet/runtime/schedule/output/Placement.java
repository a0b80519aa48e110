package dev.octet.runtime.schedule.output;

/**
 * Which elements of a tensor go where in an output: nested axes, outermost first, each with an
 * extent, a step in the tensor and a step in the output. Transposes, reshapes, slices and joins at
 * a network's end are placements, so that none of them moves data on the board. Immutable.
 */
public final class Placement {
  private final int first;
  private final int target;
  private final int[] extents;
  private final int[] steps;
  private final int[] targetSteps;

  /**
   * A placement.
   *
   * @param first the first element of the tensor (HWC) that is read
   * @param target where in the output (row-major) it goes
   * @param extents of the axes, at least 1 each, outermost first
   * @param steps for each axis, elements from one to the next in the tensor
   * @param targetSteps for each axis, elements from one to the next in the output
   */
  public Placement(int first, int target, int[] extents, int[] steps, int[] targetSteps) {
    this.first = first;
    this.target = target;
    this.extents = extents.clone();
    this.steps = steps.clone();
    this.targetSteps = targetSteps.clone();
  }

  /** All elements of a tensor in their order. */
  public static Placement whole(int elements) {
    return new Placement(0, 0, new int[] {elements}, new int[] {1}, new int[] {1});
  }

  /** The first element of the tensor that is read. */
  public int first() {
    return first;
  }

  /** Where in the output the first element goes. */
  public int target() {
    return target;
  }

  /** Number of axes. */
  public int axes() {
    return extents.length;
  }

  /** Extent of an axis. */
  public int extent(int axis) {
    return extents[axis];
  }

  /** Elements from one to the next along an axis, in the tensor. */
  public int step(int axis) {
    return steps[axis];
  }

  /** Elements from one to the next along an axis, in the output. */
  public int targetStep(int axis) {
    return targetSteps[axis];
  }

  /** Number of elements placed: the product of the extents. */
  public int elements() {
    int product = 1;
    for (int extent : extents) {
      product *= extent;
    }
    return product;
  }

  /** Whether it is all of so many elements, in their order. */
  public boolean isWhole(int elements) {
    return first == 0
        && target == 0
        && extents.length == 1
        && extents[0] == elements
        && steps[0] == 1
        && targetSteps[0] == 1;
  }

  /**
   * Which element of the tensor the i-th placed one is.
   *
   * @param index 0 to {@link #elements()} - 1, the last axis running fastest
   */
  public int source(int index) {
    return at(index, first, steps);
  }

  /**
   * Where in the output the i-th placed element goes.
   *
   * @param index as in {@link #source}
   */
  public int target(int index) {
    return at(index, target, targetSteps);
  }

  private int at(int index, int start, int[] by) {
    int place = start;
    int left = index;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      place += left % extents[axis] * by[axis];
      left /= extents[axis];
    }
    return place;
  }

  /**
   * Copies what is placed.
   *
   * @param tensor values of the tensor, HWC
   * @param offset where they begin in that array
   * @param output receives them
   */
  public void copy(float[] tensor, int offset, float[] output) {
    copy(tensor, offset + first, output, target, 0);
  }

  private void copy(float[] from, int source, float[] to, int goal, int axis) {
    if (axis == extents.length) {
      to[goal] = from[source];
      return;
    }
    int a = source;
    int b = goal;
    boolean last = axis == extents.length - 1;
    for (int i = 0; i < extents[axis]; i++) {
      if (last) {
        to[b] = from[a];
      } else {
        copy(from, a, to, b, axis + 1);
      }
      a += steps[axis];
      b += targetSteps[axis];
    }
  }
}
