package dev.octet.report.witness;

import dev.octet.calibration.TensorSource;
import dev.octet.calibration.input.InputPass;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.parallel.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the batch norms of a network what they saw in training, in one float pass over inputs. */
public final class NormWitness {
  /** Inputs that are enough. */
  public static final int INPUTS = 32;

  private static final int GROUPS = 8;

  private final FloatExecutor executor;
  private final List<NormSite> sites;
  private final Map<String, NormSite> byTensor = new HashMap<>();

  private NormWitness(FloatGraph graph, List<NormSite> sites) {
    this.executor = new FloatExecutor(graph);
    this.sites = sites;
    sites.forEach(site -> byTensor.putIfAbsent(site.tensor(), site));
  }

  /** The witness of a network; empty where it has no batch norms with statistics any more. */
  public static Optional<NormWitness> of(FloatGraph graph) {
    List<NormSite> sites = NormSite.of(graph);
    return sites.isEmpty() ? Optional.empty() : Optional.of(new NormWitness(graph, sites));
  }

  /**
   * What it says of inputs.
   *
   * @return empty if none can be read
   */
  public Optional<Testimony> hear(TensorSource source, int[] inputs, Parallel parallel) {
    List<Map<String, double[]>> seen = new ArrayList<>();
    InputPass.over(source, parallel)
        .only(inputs)
        .tolerant()
        .run(
            source::read,
            executor::newSession,
            (session, index, input) -> {
              Map<String, double[]> moments = new HashMap<>();
              session.run(
                  input,
                  byTensor.keySet(),
                  (tensor, shape, values) ->
                      moments.put(tensor, byTensor.get(tensor).moments(values, shape.pixels())));
              return moments;
            },
            (index, moments) -> seen.add(moments));
    return seen.isEmpty() ? Optional.empty() : Optional.of(testimony(seen));
  }

  private Testimony testimony(List<Map<String, double[]>> seen) {
    List<NormSite> heard = List.copyOf(byTensor.values());
    List<NormSite> inOrder = sites.stream().filter(heard::contains).toList();
    int groups = Math.min(GROUPS, seen.size());
    double[] all = divergences(inOrder, seen);
    double[][] without = new double[groups][];
    for (int g = 0; g < groups; g++) {
      List<Map<String, double[]>> rest = new ArrayList<>();
      for (int i = 0; i < seen.size(); i++) {
        if (i % groups != g) {
          rest.add(seen.get(i));
        }
      }
      without[g] = rest.isEmpty() ? all : divergences(inOrder, rest);
    }
    List<String> names = inOrder.stream().map(NormSite::name).collect(Collectors.toList());
    return new Testimony(names, seen.size(), all, groups < 2 ? new double[0][] : without);
  }

  private static double[] divergences(List<NormSite> sites, List<Map<String, double[]>> seen) {
    return sites.stream().mapToDouble(site -> site.divergence(mean(site, seen))).toArray();
  }

  private static double[] mean(NormSite site, List<Map<String, double[]>> seen) {
    double[] mean = new double[2 * site.channels()];
    for (Map<String, double[]> input : seen) {
      double[] moments = input.get(site.tensor());
      for (int i = 0; i < mean.length; i++) {
        mean[i] += moments[i] / seen.size();
      }
    }
    return mean;
  }
}
