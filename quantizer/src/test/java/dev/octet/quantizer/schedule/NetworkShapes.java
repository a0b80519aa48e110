package dev.octet.quantizer.schedule;

import dev.octet.model.testing.MobileNets;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import dev.octet.runtime.schedule.TensorSpec;
import dev.octet.runtime.schedule.epilogue.Epilogue;
import dev.octet.runtime.schedule.epilogue.Residual;
import dev.octet.runtime.schedule.operation.Convolution;
import dev.octet.runtime.schedule.operation.GlobalAveragePool;
import dev.octet.runtime.schedule.operation.Multiply;
import dev.octet.runtime.schedule.operation.Operation;
import dev.octet.runtime.schedule.operation.Weights;
import dev.octet.runtime.schedule.operation.Window;
import java.util.ArrayList;
import java.util.List;

/** The shapes of the MobileNets as unplanned schedules, without any numbers in them. */
final class NetworkShapes {
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final List<Operation> operations = new ArrayList<>();

  static Schedule v1(int size) {
    NetworkShapes n = new NetworkShapes();
    int x = n.convolution(n.tensor(ElementType.INT8, size, size, 3), 32, 3, 2);
    int[][] blocks = {
      {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
      {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
    };
    for (int[] b : blocks) {
      x = n.convolution(x, n.tensors.get(x).channels(), 3, b[1]);
      x = n.convolution(x, b[0], 1, 1);
    }
    return n.head(x, 0);
  }

  static Schedule v2(int size) {
    NetworkShapes n = new NetworkShapes();
    int x = n.convolution(n.tensor(ElementType.INT8, size, size, 3), 32, 3, 2);
    for (int[] s : MobileNets.v2Stages()) {
      for (int i = 0; i < s[2]; i++) {
        int hidden = n.tensors.get(x).channels() * s[0];
        x = n.block(x, hidden, s[1], 3, i == 0 ? s[3] : 1, false);
      }
    }
    return n.head(n.convolution(x, 1280, 1, 1), 0);
  }

  static Schedule v3Large(int size) {
    int[][] blocks = {
      {16, 16, 3, 1, 0},
      {64, 24, 3, 2, 0},
      {72, 24, 3, 1, 0},
      {72, 40, 5, 2, 1},
      {120, 40, 5, 1, 1},
      {120, 40, 5, 1, 1},
      {240, 80, 3, 2, 0},
      {200, 80, 3, 1, 0},
      {184, 80, 3, 1, 0},
      {184, 80, 3, 1, 0},
      {480, 112, 3, 1, 1},
      {672, 112, 3, 1, 1},
      {672, 160, 5, 2, 1},
      {960, 160, 5, 1, 1},
      {960, 160, 5, 1, 1}
    };
    return v3(size, blocks, 960, 1280);
  }

  static Schedule v3Small(int size) {
    int[][] blocks = {
      {16, 16, 3, 2, 1},
      {72, 24, 3, 2, 0},
      {88, 24, 3, 1, 0},
      {96, 40, 5, 2, 1},
      {240, 40, 5, 1, 1},
      {240, 40, 5, 1, 1},
      {120, 48, 5, 1, 1},
      {144, 48, 5, 1, 1},
      {288, 96, 5, 2, 1},
      {576, 96, 5, 1, 1},
      {576, 96, 5, 1, 1}
    };
    return v3(size, blocks, 576, 1024);
  }

  private static Schedule v3(int size, int[][] blocks, int last, int hidden) {
    NetworkShapes n = new NetworkShapes();
    int x = n.convolution(n.tensor(ElementType.INT8, size, size, 3), 16, 3, 2);
    for (int[] b : blocks) {
      x = n.block(x, b[0], b[1], b[2], b[3], b[4] == 1);
    }
    return n.head(n.convolution(x, last, 1, 1), hidden);
  }

  private int block(int input, int hidden, int channels, int kernel, int stride, boolean excite) {
    TensorSpec in = tensors.get(input);
    int x = hidden == in.channels() ? input : convolution(input, hidden, 1, 1);
    x = convolution(x, hidden, kernel, stride);
    if (excite) {
      int pooled = pool(x);
      int squeezed = convolution(ElementType.INT16, pooled, Math.max(8, hidden / 4), 1, 1, null);
      int gate = convolution(ElementType.INT16, squeezed, hidden, 1, 1, null);
      int gated = tensor(ElementType.INT8, tensors.get(x).height(), tensors.get(x).width(), hidden);
      operations.add(new Multiply("gate", x, gate, gated, new int[0], 0, null));
      x = gated;
    }
    boolean residual = stride == 1 && channels == in.channels();
    return convolution(
        ElementType.INT8,
        x,
        channels,
        1,
        1,
        residual ? new Residual(input, new int[0], new long[0]) : null);
  }

  private Schedule head(int input, int hidden) {
    int x = pool(input);
    if (hidden > 0) {
      x = convolution(ElementType.INT8, x, hidden, 1, 1, null);
    }
    x = convolution(ElementType.INT16, x, 1000, 1, 1, null);
    return new Schedule.Builder(
            "shapes", tensors.toArray(new TensorSpec[0]), operations.toArray(new Operation[0]))
        .ends(0, x)
        .build();
  }

  private int pool(int input) {
    int output = tensor(ElementType.INT16, 1, 1, tensors.get(input).channels());
    operations.add(new GlobalAveragePool("pool", input, output, new int[0], null));
    return output;
  }

  private int convolution(int input, int channels, int kernel, int stride) {
    return convolution(ElementType.INT8, input, channels, kernel, stride, null);
  }

  private int convolution(
      ElementType type, int input, int channels, int kernel, int stride, Residual residual) {
    TensorSpec in = tensors.get(input);
    int p = kernel / 2;
    Window window = Window.square(kernel, stride, p);
    int output =
        tensor(type, window.outputHeight(in.height()), window.outputWidth(in.width()), channels);
    operations.add(
        new Convolution(
            "conv",
            input,
            output,
            window,
            1,
            new Weights(new byte[0], 0, 0),
            new int[0],
            new short[0],
            new Epilogue(null, null, residual, new int[0], new int[0], new int[0])));
    return output;
  }

  private int tensor(ElementType type, int height, int width, int channels) {
    double[] one = {1};
    tensors.add(new TensorSpec("t" + tensors.size(), type, height, width, channels, one, one, -1));
    return tensors.size() - 1;
  }
}
