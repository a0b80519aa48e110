/**
 * The one immutable float graph that every importer produces and every later stage reads. Layout
 * HWC, batch 1.
 */
package dev.octet.model.graph;
