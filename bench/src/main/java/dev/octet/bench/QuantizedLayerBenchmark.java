package dev.octet.bench;

import dev.octet.bench.ScheduleBuilder.Activation;
import dev.octet.runtime.KernelSets;
import dev.octet.runtime.OctetModel;
import dev.octet.runtime.Session;
import java.util.Arrays;
import java.util.Random;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One int8 layer with its epilogue, one thread; the input's copy into the arena counts, too. */
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
public class QuantizedLayerBenchmark extends VectorBenchmark {
  /**
   * Layers of V1, V2 and V3: map size, input and output channels, kernel, stride, groups, then what
   * follows: ReLU, hard-swish, a residual (here the input itself), logits; or a whole
   * squeeze-excite of map size, channels and inner channels.
   */
  @Param({
    "224x3-32k3s2g1-relu",
    "224x3-16k3s2g1-swish",
    "112x32-32k3s1g32-relu",
    "112x32-64k1s1g1-relu",
    "56x144-144k3s2g144-relu",
    "28x192-192k1s1g1-residual",
    "14x96-576k1s1g1-relu",
    "14x240-240k5s1g240-swish",
    "7x160-960k1s1g1-swish",
    "1x1280-1000-logits",
    "14x240-64-excite"
  })
  public String layer;

  /** The kernel set. */
  @Param({"reference", "scalar", "vector"})
  public String kernels;

  /** Multiply-accumulates, shown as a rate per second. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    /** Multiply-accumulates done, in thousand millions. */
    public double gmac;
  }

  private Session session;
  private byte[] input;
  private double gmac;

  /** Builds a network of one layer. */
  @Setup
  public void prepare() {
    int[] n = Arrays.stream(layer.split("[^0-9]+")).mapToInt(Integer::parseInt).toArray();
    ScheduleBuilder builder = new ScheduleBuilder(n[0], n[1]);
    String ending = layer.substring(layer.lastIndexOf('-') + 1);
    switch (ending) {
      case "excite" -> builder.squeezeExcite(n[2]);
      case "logits" -> builder.logits(n[2]);
      case "residual" -> builder.convolution(n[2], n[3], n[4], n[5], Activation.NONE, 0);
      default -> {
        Activation activation = ending.equals("swish") ? Activation.HARD_SWISH : Activation.RELU;
        builder.convolution(n[2], n[3], n[4], n[5], activation, -1);
      }
    }
    OctetModel model = OctetModel.of(builder.build(layer), KernelSets.choose(kernels));
    session = model.newSession();
    input = new byte[model.input().elements()];
    new Random(1).nextBytes(input);
    gmac = model.macs() / 1e9;
  }

  /** Runs the layer once. */
  @Benchmark
  public int run(Work work) {
    work.gmac += gmac;
    session.run(input, 0);
    return session.rawLogit(0);
  }
}
