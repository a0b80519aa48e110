package dev.octet.model.tflite.convert;

import dev.octet.model.graph.GraphOutput;
import dev.octet.model.graph.GraphPart;
import dev.octet.model.tflite.read.TfliteValue;
import dev.octet.runtime.schedule.output.Ending;
import java.util.ArrayList;
import java.util.List;

/** What is computed and may be an output of the network. */
public sealed interface LiteResult extends TfliteValue permits LiteMap, LiteJoined {
  /** The file's extents without the batch. */
  List<Integer> axes();

  /** What has been split off after it. */
  Ending ending();

  /** The tensors of the float graph that it is made of. */
  List<GraphPart> parts();

  /** This as an output of the network, with the file's name for it. */
  default GraphOutput output(String name) {
    List<Integer> extents = new ArrayList<>(List.of(1));
    extents.addAll(axes());
    boolean along = ending() == Ending.SOFTMAX || ending() == Ending.ARGMAX;
    return new GraphOutput(name, extents, ending(), along ? extents.size() - 1 : 0, parts());
  }
}
