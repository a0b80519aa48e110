/**
 * What a state dict holds: parameters, brought into the order of computation and grouped to layers.
 * The lowest room of state dicts.
 */
package dev.octet.model.family.parameter;
