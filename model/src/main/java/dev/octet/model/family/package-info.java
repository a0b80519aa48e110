/**
 * The networks that a state dict can belong to, and how one is found from the shapes of its
 * parameters: {@link dev.octet.model.family.StateDictImporter} is the way in.
 */
package dev.octet.model.family;
