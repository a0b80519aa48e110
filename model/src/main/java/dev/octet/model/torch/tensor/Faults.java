package dev.octet.model.torch.tensor;

import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;

/** The failures of this package's readers. */
public final class Faults {
  static final String SAVE_STATE_DICT = "save `model.state_dict()` or export ONNX";

  private Faults() {}

  /** A damaged or hostile file. */
  public static OctetException damaged(String what, String where) {
    return new OctetException(
        Failure.INPUT, what, where, "the file is damaged or made up; save the state dict again");
  }

  /** A damaged or hostile file, with a cause. */
  public static OctetException damaged(String what, String where, Throwable cause) {
    return new OctetException(
        Failure.INPUT,
        what,
        where,
        "the file is damaged or made up; save the state dict again",
        cause);
  }

  /** Something that is not a state dict. */
  public static OctetException notStateDict(String what, String where) {
    return new OctetException(Failure.UNSUPPORTED, what, where, SAVE_STATE_DICT);
  }
}
