package dev.octet.model.onnx.constant;

import dev.octet.model.onnx.raw.Constant;
import dev.octet.model.onnx.raw.OnnxErrors;
import dev.octet.model.onnx.raw.RawNode;
import java.util.List;

/** Clip, with bounds as attributes (before opset 11) or as inputs. */
final class ClipFolder implements ConstantFolder {
  @Override
  public List<Constant> fold(RawNode node, List<Constant> inputs, FoldBudget budget) {
    Constant in = ShapeFolders.first(node, inputs);
    double low = bound(node, inputs, 1, "min", Double.NEGATIVE_INFINITY);
    double high = bound(node, inputs, 2, "max", Double.POSITIVE_INFINITY);
    UnaryFolder clip =
        new UnaryFolder(
            x -> Math.min(Math.max(x, low), high),
            x -> Math.min(Math.max(x, (long) Math.ceil(low)), (long) Math.floor(high)));
    return clip.fold(node, List.of(in), budget);
  }

  private static double bound(
      RawNode node, List<Constant> inputs, int index, String name, double orElse) {
    if (index < inputs.size() && inputs.get(index) != null) {
      if (inputs.get(index).size() != 1) {
        throw OnnxErrors.invalid(node, "its bound is not one number");
      }
      return inputs.get(index).number(0);
    }
    return node.attributes().has(name) ? node.attributes().number(name, 0) : orElse;
  }
}
