/**
 * PyTorch state dicts: {@code torch.save} files (zip and the format before 1.6) and safetensors.
 * Nothing in a file is executed, resolved or instantiated: pickles run on {@link
 * dev.octet.model.torch.pickle.PickleMachine}, which knows lists, dicts, numbers and strings only.
 */
package dev.octet.model.torch;
