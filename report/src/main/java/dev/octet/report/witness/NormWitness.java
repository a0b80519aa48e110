package dev.octet.report.witness;

import dev.octet.calibration.input.Inputs;
import dev.octet.model.execute.FloatExecutor;
import dev.octet.model.graph.FloatGraph;
import dev.octet.model.parallel.Parallel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the batch norms of a network what they saw in training, in one float pass over inputs. */
public final class NormWitness {
  /** Inputs that are enough. */
  public static final int INPUTS = 32;

  private static final int GROUPS = 8;

  private final FloatExecutor executor;
  private final Map<String, NormSite> sites;

  private NormWitness(FloatGraph graph, Map<String, NormSite> sites) {
    this.executor = new FloatExecutor(graph);
    this.sites = sites;
  }

  /** The witness of a network; empty where it has no batch norms with statistics any more. */
  public static Optional<NormWitness> of(FloatGraph graph) {
    Map<String, NormSite> sites = new LinkedHashMap<>();
    NormSite.of(graph).forEach(site -> sites.putIfAbsent(site.tensor(), site));
    return sites.isEmpty() ? Optional.empty() : Optional.of(new NormWitness(graph, sites));
  }

  /** What it says of inputs; the same on any number of threads. */
  public Testimony hear(Inputs inputs, Parallel parallel) {
    List<Map<String, double[]>> seen = new ArrayList<>();
    parallel.ordered(
        inputs.count(),
        executor::newSession,
        (session, index) -> {
          Map<String, double[]> moments = new HashMap<>();
          session.run(
              inputs.get(index),
              sites.keySet(),
              (tensor, shape, values) ->
                  moments.put(tensor, sites.get(tensor).moments(values, shape.pixels())));
          return moments;
        },
        seen::add);
    int groups = Math.min(GROUPS, seen.size());
    int layers = sites.size();
    double[] all = new double[layers];
    double[] sampling = new double[layers];
    double[][] without = new double[groups < 2 ? 0 : groups][layers];
    int layer = 0;
    for (NormSite site : sites.values()) {
      List<double[]> moments = seen.stream().map(input -> input.get(site.tensor())).toList();
      double[] mean = mean(moments);
      all[layer] = site.divergence(mean);
      sampling[layer] = moments.size() < 2 ? 0 : site.sampling(moments, mean);
      for (int g = 0; g < without.length; g++) {
        without[g][layer] = site.divergence(mean(leaving(moments, g, groups)));
      }
      layer++;
    }
    List<String> names = sites.values().stream().map(NormSite::name).toList();
    return new Testimony(names, seen.size(), all, sampling, without);
  }

  private static List<double[]> leaving(List<double[]> moments, int group, int groups) {
    List<double[]> rest = new ArrayList<>();
    for (int i = 0; i < moments.size(); i++) {
      if (i % groups != group) {
        rest.add(moments.get(i));
      }
    }
    return rest;
  }

  private static double[] mean(List<double[]> moments) {
    double[] mean = new double[moments.get(0).length];
    for (double[] input : moments) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += input[i] / moments.size();
      }
    }
    return mean;
  }
}
