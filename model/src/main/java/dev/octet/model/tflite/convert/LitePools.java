package dev.octet.model.tflite.convert;

import dev.octet.model.graph.Op;
import dev.octet.model.graph.Shape;
import dev.octet.model.tflite.read.TfliteErrors;
import dev.octet.model.tflite.read.TfliteOperator;
import dev.octet.runtime.schedule.operation.Window;
import java.util.List;

/** Pools over windows, and means and maxima over whole maps. */
final class LitePools {
  /** Fields of the settings, in the order of the schema; the padding is the first. */
  private static final int STRIDE_WIDTH = 1;

  private static final int STRIDE_HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int HEIGHT = 4;
  private static final int ACTIVATION = 5;

  private LitePools() {}

  /** Padding does not count. */
  static void average(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.picture(operator);
    Window window = window(operator, input.shape());
    boolean padded = (window.padTop | window.padLeft | window.padBottom | window.padRight) != 0;
    boolean whole =
        !padded
            && window.kernelHeight == input.shape().height()
            && window.kernelWidth == input.shape().width();
    Op pool = whole ? new Op.GlobalAveragePool() : new Op.AveragePool(window, false);
    conversion.emit(operator, LiteActivations.fused(operator, ACTIVATION, pool), input);
  }

  static void max(TfliteOperator operator, LiteConversion conversion) {
    LiteMap input = conversion.picture(operator);
    Op pool = new Op.MaxPool(window(operator, input.shape()));
    conversion.emit(operator, LiteActivations.fused(operator, ACTIVATION, pool), input);
  }

  private static Window window(TfliteOperator operator, Shape map) {
    return LiteWindows.of(
        operator,
        map,
        new int[] {operator.int32(HEIGHT, 0), operator.int32(WIDTH, 0)},
        new int[] {operator.int32(STRIDE_HEIGHT, 0), operator.int32(STRIDE_WIDTH, 0)},
        new int[] {1, 1});
  }

  static void mean(TfliteOperator operator, LiteConversion conversion) {
    whole(operator, conversion, new Op.GlobalAveragePool());
  }

  static void reduceMax(TfliteOperator operator, LiteConversion conversion) {
    Shape map = conversion.picture(operator).shape();
    whole(operator, conversion, new Op.MaxPool(Window.whole(map.height(), map.width())));
  }

  /** Over rows and columns, whichever way their axes are counted. */
  private static void whole(TfliteOperator operator, LiteConversion conversion, Op op) {
    LiteMap input = conversion.picture(operator);
    int[] axes = conversion.integers(operator, conversion.stored(operator, 1, "its axes"));
    boolean[] reduced = new boolean[4];
    for (int axis : axes) {
      int place = axis < 0 ? axis + reduced.length : axis;
      if (place < 0 || place >= reduced.length) {
        throw TfliteErrors.invalid(operator, "axis " + axis);
      }
      reduced[place] = true;
    }
    Shape shape = input.shape();
    boolean rows = reduced[1] || shape.height() == 1;
    boolean columns = reduced[2] || shape.width() == 1;
    if (reduced[0] || !rows || !columns || reduced[3]) {
      throw TfliteErrors.unsupported(
          operator,
          "it reduces other axes than rows and columns",
          "use the mean or maximum over whole maps");
    }
    conversion.emit(operator, List.of(op), input);
    if (operator.int8(0, 0) == 0) {
      conversion.reshape(operator, List.of(shape.channels()));
    }
  }
}
