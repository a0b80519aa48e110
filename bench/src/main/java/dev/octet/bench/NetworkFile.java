package dev.octet.bench;

import dev.octet.quantizer.write.OctetWriter;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import dev.octet.runtime.schedule.GoldenVector;
import dev.octet.runtime.schedule.Schedule;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a network with random weights as an {@code .octet} file with a golden vector, to measure
 * it on a board with the runtime jar alone: {@code NetworkFile v3-small v3-small.octet}.
 */
public final class NetworkFile {
  private NetworkFile() {}

  /** Arguments: network (v1, v2, v3-large, v3-small), file. */
  public static void main(String[] args) {
    if (args.length != 2 || !Networks.NAMES.contains(args[0])) {
      System.err.println("usage: NetworkFile v1|v2|v3-large|v3-small FILE.octet");
      System.exit(2);
    }
    OctetWriter.write(withGolden(Networks.of(args[0])), Path.of(args[1]));
  }

  private static Schedule withGolden(Schedule s) {
    OctetModel model = OctetModel.of(s, KernelSets.choose("reference"));
    byte[] input = new byte[model.input().elements()];
    new Random(1).nextBytes(input);
    short[] output = new short[model.classes()];
    try (Session session = model.newSession()) {
      session.run(input, 0);
      for (int i = 0; i < output.length; i++) {
        output[i] = (short) session.rawLogit(i);
      }
    }
    return s.toBuilder().golden(new GoldenVector(input, output)).build();
  }
}
