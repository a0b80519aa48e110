package dev.octet.model.torch.pickle;

import java.util.List;

/** Decides what a pickle may refer to. */
interface PickleHandler {
  /**
   * A name of a class or function.
   *
   * @throws dev.octet.runtime.OctetException if the pickle may not refer to it
   */
  PickleValue.Global global(String module, String name, String where);

  /** What calling {@code function} with {@code arguments} stands for; nothing is called. */
  Object reduce(PickleValue.Global function, List<Object> arguments, String where);

  /** What a persistent id stands for. */
  Object persistent(Object id, String where);
}
