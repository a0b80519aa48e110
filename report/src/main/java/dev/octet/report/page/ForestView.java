package dev.octet.report.page;

import dev.octet.report.compare.Comparison;
import dev.octet.report.statistics.Proportion;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The drawing of accuracies with their intervals, which needs no script. */
final class ForestView {
  private static final double LEFT = 210;
  private static final double WIDTH = 490;
  private static final double ROW = 28;
  private static final double TOP = 24;
  private static final double WHISKER = 5;

  private final double low;
  private final double high;
  private final List<Map<String, Object>> rows = new ArrayList<>();

  private ForestView(double low, double high) {
    this.low = low;
    this.high = high;
  }

  static Map<String, Object> of(Study study) {
    Proportion reference = study.first().fidelity().floatTop1().orElseThrow();
    double low = reference.low();
    double high = reference.high();
    for (Comparison comparison : study.comparisons()) {
      Proportion top1 = comparison.fidelity().int8Top1().orElseThrow();
      low = Math.min(low, top1.low());
      high = Math.max(high, top1.high());
    }
    double step = step(high - low);
    ForestView forest =
        new ForestView(
            Math.max(0, Math.floor(low / step) * step), Math.min(1, Math.ceil(high / step) * step));
    forest.row("float", "float", reference);
    for (Comparison comparison : study.comparisons()) {
      forest.row(
          comparison.candidate().name(), "int8", comparison.fidelity().int8Top1().orElseThrow());
    }
    double bottom = TOP + ROW * (forest.rows.size() - 0.5);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("rows", forest.rows);
    view.put("ticks", forest.ticks(step, bottom));
    view.put("bottom", pixels(bottom));
    view.put("height", pixels(bottom + 22));
    return view;
  }

  private static double step(double span) {
    int mostTicks = 6;
    for (double step : new double[] {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1}) {
      if (span / step <= mostTicks) {
        return step;
      }
    }
    return 0.2;
  }

  private List<Map<String, Object>> ticks(double step, double bottom) {
    List<Map<String, Object>> ticks = new ArrayList<>();
    int count = (int) Math.round((high - low) / step);
    for (int i = 0; i <= count; i++) {
      double value = low + i * step;
      Map<String, Object> tick = new LinkedHashMap<>();
      tick.put("x", pixels(x(value)));
      tick.put("textY", pixels(bottom + 16));
      tick.put("text", Format.fixed(100 * value, step < 0.01 ? 1 : 0));
      ticks.add(tick);
    }
    return ticks;
  }

  private void row(String name, String kind, Proportion share) {
    double y = TOP + ROW * rows.size();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", shortened(name));
    row.put("kind", kind);
    row.put("x", pixels(x(share.value())));
    row.put("low", pixels(x(share.low())));
    row.put("high", pixels(x(share.high())));
    row.put("y", pixels(y));
    row.put("top", pixels(y - WHISKER));
    row.put("foot", pixels(y + WHISKER));
    row.put("textY", pixels(y + 4));
    rows.add(row);
  }

  private static String shortened(String name) {
    int most = 26;
    int length = name.codePointCount(0, name.length());
    return length <= most
        ? name
        : name.substring(0, name.offsetByCodePoints(0, most - 1)) + "\u2026";
  }

  private double x(double value) {
    return LEFT + WIDTH * (value - low) / Math.max(1e-9, high - low);
  }

  private static String pixels(double value) {
    return Format.fixed(value, 1);
  }
}
