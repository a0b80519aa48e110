package dev.octet.model.pass;

import dev.octet.model.graph.FloatGraph;

/** A rewrite of a float graph that keeps what it computes. */
@FunctionalInterface
public interface GraphPass {
  /** The graph after the rewrite; the same one if nothing applies. */
  FloatGraph apply(FloatGraph graph);
}
