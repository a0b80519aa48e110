package dev.octet.calibration.input;

import dev.octet.calibration.TensorSource;

/** Inputs of another source with their names and labels; what is not the same is overridden. */
public class ForwardedSource<S extends TensorSource> implements TensorSource {
  /** Where the inputs come from. */
  protected final S source;

  /** The same inputs. */
  protected ForwardedSource(S source) {
    this.source = source;
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public int label(int index) {
    return source.label(index);
  }

  @Override
  public float[] read(int index) {
    return source.read(index);
  }
}
