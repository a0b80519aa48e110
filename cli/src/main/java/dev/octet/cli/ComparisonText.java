package dev.octet.cli;

import dev.octet.calibration.statistics.Fidelity;
import dev.octet.report.Comparison;
import dev.octet.report.LayerFidelity;
import dev.octet.runtime.OctetModel;

/** A comparison to read on a terminal. */
final class ComparisonText {
  private ComparisonText() {}

  static String of(Comparison comparison, OctetModel model, long bytes) {
    Table layers =
        new Table(
            ">#", "kind", "layer", "output", ">SQNR dB", ">alone dB", ">cosine", ">saturated");
    int number = 0;
    for (LayerFidelity layer : comparison.layers()) {
      boolean known = layer.compared();
      layers.add(
          Integer.toString(number++),
          layer.kind(),
          layer.name(),
          layer.shape() + ("int8".equals(layer.type()) ? "" : " " + layer.type()),
          known ? Figures.decibels(layer.cumulative().sqnrDb()) : "-",
          known ? Figures.decibels(layer.isolated().sqnrDb()) : "-",
          known ? Figures.fixed(layer.cumulative().cosine(), 4) : "-",
          known ? Figures.fixed(100 * layer.saturation(), 3) + " %" : "-");
    }
    String line = System.lineSeparator();
    return layers + line + line + summary(comparison, model, bytes);
  }

  private static Table summary(Comparison comparison, OctetModel model, long bytes) {
    Fidelity fidelity = comparison.fidelity();
    Table summary = new Table("", "");
    summary.add("images", Figures.grouped(fidelity.images()));
    fidelity
        .floatTop1()
        .ifPresent(
            top1 -> {
              summary.add("float top-1", Figures.withInterval(top1));
              summary.add("int8 top-1", Figures.withInterval(fidelity.int8Top1().orElseThrow()));
              summary.add("float top-5", Figures.withInterval(fidelity.floatTop5().orElseThrow()));
              summary.add("int8 top-5", Figures.withInterval(fidelity.int8Top5().orElseThrow()));
            });
    fidelity
        .top1Difference()
        .ifPresent(
            difference ->
                summary.add(
                    "top-1 difference",
                    Figures.fixed(100 * difference.value(), 2)
                        + " points ("
                        + Figures.fixed(100 * difference.low(), 2)
                        + " to "
                        + Figures.fixed(100 * difference.high(), 2)
                        + ")"));
    summary.add("agreement", Figures.withInterval(fidelity.agreement()));
    summary.add("logits SQNR", Figures.decibels(fidelity.sqnrDb()) + " dB");
    summary.add("KL divergence", Figures.fixed(fidelity.kl(), 6) + " nats");
    summary.add("file", Figures.grouped(bytes) + " bytes");
    summary.add("arena", Figures.grouped(model.arenaBytes()) + " bytes");
    summary.add("MACs", Figures.millions(model.macs()));
    return summary;
  }
}
