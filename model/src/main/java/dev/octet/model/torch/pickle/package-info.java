/**
 * A machine for pickles that makes nothing but lists, dicts, numbers, strings and tensors, and the
 * search for the state dict in what it made.
 */
package dev.octet.model.torch.pickle;
