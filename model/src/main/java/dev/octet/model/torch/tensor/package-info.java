/**
 * Tensors of a state dict: kinds of elements, storages, and reading them within a budget of memory.
 */
package dev.octet.model.torch.tensor;
