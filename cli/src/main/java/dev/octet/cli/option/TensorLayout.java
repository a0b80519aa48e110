package dev.octet.cli.option;

import dev.octet.cli.console.Console;
import dev.octet.model.Choice;
import dev.octet.model.FloatModel;
import dev.octet.model.ImportOptions;
import dev.octet.runtime.OctetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Which axes of a tensor file are height, width and channels: found by reading the model with the
 * size of each layout, until its input has as many channels as the layout says.
 */
final class TensorLayout {
  private record Layout(String name, long channels, Size size) {}

  private final Layout first;
  private final Layout second;
  private final boolean ambiguous;

  /**
   * The layouts of a file.
   *
   * @param shape its four extents, rows first
   */
  TensorLayout(List<Long> shape) {
    long a = shape.get(1);
    long b = shape.get(2);
    long c = shape.get(3);
    Layout planes = new Layout("NCHW", a, new Size(extent(b), extent(c)));
    Layout pixels = new Layout("NHWC", c, new Size(extent(a), extent(b)));
    // Channels are few: the likelier layout is tried first.
    first = a <= c ? planes : pixels;
    second = a <= c ? pixels : planes;
    ambiguous = a == c;
  }

  private static int extent(long extent) {
    return (int) Math.min(extent, Integer.MAX_VALUE);
  }

  /**
   * Reads a model whose input fits the tensors.
   *
   * @param options how to read at a size
   * @return the model; where no layout fits, what reading with the likelier one gives
   */
  FloatModel read(Path file, Function<Size, ImportOptions> options, Console console) {
    OctetException failure = null;
    FloatModel fallback = null;
    for (Layout layout : List.of(first, second)) {
      try {
        FloatModel model = Models.readQuietly(file, options.apply(layout.size()));
        if (model.graph().inputShape().channels() == layout.channels()) {
          return Models.announced(ambiguous ? withChoice(model, layout) : model, console);
        }
        fallback = fallback == null ? model : fallback;
      } catch (OctetException e) {
        // A size that is none may leave nothing of a map, or contradict the weights.
        failure = failure == null ? e : failure;
      }
    }
    if (fallback == null) {
      throw failure;
    }
    return Models.announced(fallback, console);
  }

  private static FloatModel withChoice(FloatModel model, Layout layout) {
    List<Choice> choices = new ArrayList<>(model.choices());
    choices.add(
        new Choice(
            "tensors", layout.name(), "as the model's input; NHWC would have the same extents"));
    return model.with(model.graph(), choices);
  }
}
