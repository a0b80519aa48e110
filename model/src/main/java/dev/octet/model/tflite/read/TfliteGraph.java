package dev.octet.model.tflite.read;

import dev.octet.model.tflite.flat.FlatVector;
import java.util.List;
import java.util.Optional;

/**
 * What a file holds.
 *
 * @param file its path, for messages
 * @param bytes its length
 * @param tensors by number
 * @param operators in order of computation
 * @param inputs numbers of the network's inputs
 * @param outputs numbers of the network's outputs
 * @param metadata the bytes of its metadata, a FlatBuffer of its own
 */
public record TfliteGraph(
    String file,
    long bytes,
    List<TfliteTensor> tensors,
    List<TfliteOperator> operators,
    int[] inputs,
    int[] outputs,
    Optional<FlatVector> metadata) {
  /** Copies the lists. */
  public TfliteGraph {
    tensors = List.copyOf(tensors);
    operators = List.copyOf(operators);
  }

  /** A tensor, by its number. */
  public TfliteTensor tensor(int index) {
    return tensors.get(index);
  }
}
