package dev.octet.quantizer.simulate;

import java.util.HashMap;
import java.util.Map;

/** Quantized tensors of all tuning pictures: byte[] for int8 tensors, short[] for int16 ones. */
public final class ActivationStore {
  private final int images;
  private final Map<String, Object[]> tensors = new HashMap<>();

  /** An empty store for the given number of pictures. */
  public ActivationStore(int images) {
    this.images = images;
  }

  /** Number of pictures. */
  public int images() {
    return images;
  }

  /** Keeps a tensor of one picture; safe for several threads that hold different pictures. */
  public void put(String tensor, int image, Object elements) {
    synchronized (tensors) {
      tensors.computeIfAbsent(tensor, key -> new Object[images])[image] = elements;
    }
  }

  /** A tensor of one picture, byte[] or short[]. */
  public Object get(String tensor, int image) {
    synchronized (tensors) {
      return tensors.get(tensor)[image];
    }
  }

  /** Forgets a tensor. */
  public void release(String tensor) {
    synchronized (tensors) {
      tensors.remove(tensor);
    }
  }

  /** Elements {@code from} to {@code from + count - 1} of a stored tensor as ints. */
  public static void widen(Object elements, int from, int count, int[] target) {
    if (elements instanceof byte[] bytes) {
      for (int i = 0; i < count; i++) {
        target[i] = bytes[from + i];
      }
    } else {
      short[] shorts = (short[]) elements;
      for (int i = 0; i < count; i++) {
        target[i] = shorts[from + i];
      }
    }
  }
}
