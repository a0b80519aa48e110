/**
 * How a network's outputs are made of tensors: which elements, in which order, and how they end.
 */
package dev.octet.runtime.schedule.output;
