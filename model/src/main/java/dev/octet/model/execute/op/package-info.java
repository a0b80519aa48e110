/** One float kernel for each op of a graph, and which op has which. */
package dev.octet.model.execute.op;
