package dev.octet.bench;

import static dev.octet.bench.ScheduleBuilder.Activation.HARD_SWISH;
import static dev.octet.bench.ScheduleBuilder.Activation.NONE;
import static dev.octet.bench.ScheduleBuilder.Activation.RELU;

import dev.octet.bench.ScheduleBuilder.Activation;
import dev.octet.model.testing.MobileNets;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.schedule.ElementType;
import dev.octet.runtime.schedule.Schedule;
import java.nio.file.Path;
import java.util.List;

/** The layer shapes of the full-size networks at 224 x 224 with 1000 classes, random weights. */
final class Networks {
  /** All of them. */
  static final List<String> NAMES = List.of("v1", "v2", "v3-large", "v3-small");

  // Kernel, expanded channels, output channels, squeeze-excite channels, hard-swish, stride.
  private static final int[][] V3_LARGE = {
    {3, 16, 16, 0, 0, 1},
    {3, 64, 24, 0, 0, 2},
    {3, 72, 24, 0, 0, 1},
    {5, 72, 40, 24, 0, 2},
    {5, 120, 40, 32, 0, 1},
    {5, 120, 40, 32, 0, 1},
    {3, 240, 80, 0, 1, 2},
    {3, 200, 80, 0, 1, 1},
    {3, 184, 80, 0, 1, 1},
    {3, 184, 80, 0, 1, 1},
    {3, 480, 112, 120, 1, 1},
    {3, 672, 112, 168, 1, 1},
    {5, 672, 160, 168, 1, 2},
    {5, 960, 160, 240, 1, 1},
    {5, 960, 160, 240, 1, 1}
  };

  private static final int[][] V3_SMALL = {
    {3, 16, 16, 8, 0, 2},
    {3, 72, 24, 0, 0, 2},
    {3, 88, 24, 0, 0, 1},
    {5, 96, 40, 24, 1, 2},
    {5, 240, 40, 64, 1, 1},
    {5, 240, 40, 64, 1, 1},
    {5, 120, 48, 32, 1, 1},
    {5, 144, 48, 40, 1, 1},
    {5, 288, 96, 72, 1, 2},
    {5, 576, 96, 144, 1, 1},
    {5, 576, 96, 144, 1, 1}
  };

  private static final int[][] V1 = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  private Networks() {}

  /** A network by name. */
  static Schedule of(String name) {
    switch (name) {
      case "v1":
        return v1();
      case "v2":
        return v2();
      case "v3-large":
        return v3(name, V3_LARGE, 960, 1280);
      default:
        return v3(name, V3_SMALL, 576, 1024);
    }
  }

  /** One of them, or an {@code .octet} file. */
  static OctetModel load(String nameOrFile, KernelSets set) {
    return NAMES.contains(nameOrFile)
        ? OctetModel.of(of(nameOrFile), set)
        : OctetModel.load(Path.of(nameOrFile), set);
  }

  private static Schedule v1() {
    ScheduleBuilder b = new ScheduleBuilder(224, 3).convolution(32, 3, 2, 1, RELU, -1);
    int channels = 32;
    for (int[] block : V1) {
      b.convolution(channels, 3, block[1], channels, RELU, -1);
      b.convolution(block[0], 1, 1, 1, RELU, -1);
      channels = block[0];
    }
    return b.mean(ElementType.INT8).logits(1000).build("v1");
  }

  private static Schedule v2() {
    ScheduleBuilder b = new ScheduleBuilder(224, 3).convolution(32, 3, 2, 1, RELU, -1);
    int channels = 32;
    for (int[] block : MobileNets.v2Stages()) {
      for (int i = 0; i < block[2]; i++) {
        int stride = i == 0 ? block[3] : 1;
        int input = b.current();
        int expanded = channels * block[0];
        if (block[0] != 1) {
          b.convolution(expanded, 1, 1, 1, RELU, -1);
        }
        b.convolution(expanded, 3, stride, expanded, RELU, -1);
        boolean adds = stride == 1 && channels == block[1];
        b.convolution(block[1], 1, 1, 1, NONE, adds ? input : -1);
        channels = block[1];
      }
    }
    return b.convolution(1280, 1, 1, 1, RELU, -1).mean(ElementType.INT8).logits(1000).build("v2");
  }

  private static Schedule v3(String name, int[][] blocks, int last, int head) {
    ScheduleBuilder b = new ScheduleBuilder(224, 3).convolution(16, 3, 2, 1, HARD_SWISH, -1);
    int channels = 16;
    for (int[] block : blocks) {
      Activation activation = block[4] == 1 ? HARD_SWISH : RELU;
      int input = b.current();
      int expanded = block[1];
      if (expanded != channels) {
        b.convolution(expanded, 1, 1, 1, activation, -1);
      }
      b.convolution(expanded, block[0], block[5], expanded, activation, -1);
      if (block[3] > 0) {
        b.squeezeExcite(block[3]);
      }
      boolean adds = block[5] == 1 && channels == block[2];
      b.convolution(block[2], 1, 1, 1, NONE, adds ? input : -1);
      channels = block[2];
    }
    return b.convolution(last, 1, 1, 1, HARD_SWISH, -1)
        .mean(ElementType.INT8)
        .convolution(head, 1, 1, 1, HARD_SWISH, -1)
        .logits(1000)
        .build(name);
  }
}
