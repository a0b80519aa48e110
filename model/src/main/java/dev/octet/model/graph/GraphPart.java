package dev.octet.model.graph;

import dev.octet.runtime.schedule.output.Placement;

/**
 * What one tensor contributes to an output of a network.
 *
 * @param tensor its name
 * @param placement which of its elements go where
 */
public record GraphPart(String tensor, Placement placement) {}
