package dev.octet.model.family;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.octet.model.family.parameter.Parameter;
import dev.octet.model.family.parameter.ParameterOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterOrderTest {
  private static final List<String> TIMM =
      List.of(
          "conv_stem.weight",
          "bn1.weight",
          "blocks.0.0.conv_dw.weight",
          "blocks.0.0.bn1.weight",
          "blocks.0.0.se.conv_reduce.weight",
          "blocks.0.0.se.conv_expand.weight",
          "blocks.0.0.conv_pw.weight",
          "blocks.0.0.bn2.weight",
          "blocks.1.0.conv_pw.weight",
          "blocks.1.0.bn1.weight",
          "blocks.1.0.conv_dw.weight",
          "blocks.1.0.bn2.weight",
          "blocks.1.0.se.conv_reduce.weight",
          "blocks.1.0.se.conv_expand.weight",
          "blocks.1.0.conv_pwl.weight",
          "blocks.1.0.bn3.weight",
          "blocks.10.0.conv.weight",
          "blocks.10.0.bn1.weight",
          "conv_head.weight",
          "bn2.weight",
          "classifier.weight");

  private static final List<String> TORCHVISION =
      List.of(
          "features.0.0.weight",
          "features.0.1.weight",
          "features.1.block.0.0.weight",
          "features.1.block.0.1.weight",
          "features.1.block.1.fc1.weight",
          "features.1.block.1.fc2.weight",
          "features.1.block.2.0.weight",
          "features.2.conv.0.0.weight",
          "features.2.conv.1.weight",
          "features.10.0.weight",
          "classifier.0.weight",
          "classifier.3.weight");

  private static final List<String> TRANSFORMERS =
      List.of(
          "mobilenet_v2.conv_stem.first_conv.convolution.weight",
          "mobilenet_v2.conv_stem.first_conv.normalization.weight",
          "mobilenet_v2.conv_stem.conv_3x3.convolution.weight",
          "mobilenet_v2.conv_stem.conv_3x3.normalization.weight",
          "mobilenet_v2.conv_stem.reduce_1x1.convolution.weight",
          "mobilenet_v2.layer.0.expand_1x1.convolution.weight",
          "mobilenet_v2.layer.0.conv_3x3.convolution.weight",
          "mobilenet_v2.layer.0.reduce_1x1.convolution.weight",
          "mobilenet_v2.layer.11.expand_1x1.convolution.weight",
          "mobilenet_v2.conv_1x1.convolution.weight",
          "classifier.weight");

  @Test
  void restoresTheOrderOfKnownLayouts() {
    for (List<String> layout : List.of(TIMM, TORCHVISION, TRANSFORMERS)) {
      List<Parameter> shuffled = new ArrayList<>();
      layout.forEach(name -> shuffled.add(MemoryParameter.of(name, 1)));
      for (int seed = 0; seed < 20; seed++) {
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(
            layout, ParameterOrder.restore(shuffled).stream().map(Parameter::name).toList());
      }
    }
  }

  @Test
  void sortsOtherNamesByTheirNumbers() {
    List<Parameter> names = new ArrayList<>();
    for (String name :
        List.of("fc.w", "block10.w", "block9.w", "block09b.w", "stem.w", "head.w", "9.w", "12.w")) {
      names.add(MemoryParameter.of(name, 1));
    }
    assertEquals(
        List.of("stem.w", "9.w", "12.w", "block9.w", "block09b.w", "block10.w", "head.w", "fc.w"),
        ParameterOrder.restore(names).stream().map(Parameter::name).toList());
  }

  @Test
  void takesNamesOfAnyDepth() {
    List<Parameter> deep =
        List.of(MemoryParameter.of("a.".repeat(400) + "w", 1), MemoryParameter.of("b", 1));
    assertEquals(2, ParameterOrder.restore(deep).size());
  }
}
