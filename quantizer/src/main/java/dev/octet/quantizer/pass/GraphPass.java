package dev.octet.quantizer.pass;

import dev.octet.model.graph.FloatGraph;

/** A change of the float graph that leaves its answers as they are (up to float rounding). */
public interface GraphPass {
  /** The graph after the pass; the same object if there was nothing to do. */
  FloatGraph apply(FloatGraph graph);
}
