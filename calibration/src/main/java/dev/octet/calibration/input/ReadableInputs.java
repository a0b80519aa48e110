package dev.octet.calibration.input;

import dev.octet.calibration.PixelSource;
import dev.octet.calibration.Progress;
import dev.octet.calibration.TensorSource;
import dev.octet.model.parallel.Parallel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The inputs of a source that can be read.
 *
 * @param inputs them, in the order asked for
 * @param skipped the others
 */
public record ReadableInputs(Inputs inputs, List<SkippedInput> skipped) {
  /** Copies the list. */
  public ReadableInputs {
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads every input once to see whether it can be.
   *
   * @param source best a {@link SourceCache}'s: inputs are read again whenever one is asked for
   * @param samples indices into the source
   * @throws dev.octet.runtime.OctetException (INPUT) if more than a fifth of them cannot be read
   */
  public static ReadableInputs of(
      TensorSource source, int[] samples, Parallel parallel, Progress progress) {
    IntStream.Builder readable = IntStream.builder();
    List<SkippedInput> skipped =
        InputPass.over(source, parallel)
            .only(samples)
            .showing("reading calibration images", progress)
            .run(
                source instanceof PixelSource pictures ? pictures::pixels : source::read,
                () -> "",
                (nothing, index, input) -> index,
                (index, result) -> readable.add(index));
    int[] indices = readable.build().toArray();
    return new ReadableInputs(new Inputs(indices.length, i -> source.read(indices[i])), skipped);
  }
}
