package dev.octet.report.page;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import dev.octet.report.compare.Comparison;
import dev.octet.report.study.Study;
import dev.octet.report.study.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the page. Everything that comes from outside passes the template engine's escaping. */
public final class ReportPage {
  private ReportPage() {}

  /** The whole page. */
  public static String html(Study study) {
    Comparison first = study.first();
    String style = Assets.read("report.css");
    String library = Assets.chartLibrary();
    String script = Assets.read("report.js");
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("title", first.candidate().name() + " against " + study.reference().file());
    view.put("candidate", first.candidate().name());
    view.put("reference", study.reference().file());
    view.put("version", study.origin().version());
    view.put("created", orFalse(study.origin().created().orElse("")));
    view.put("verdict", verdict(study.verdict(first)));
    view.putAll(SummaryView.of(study));
    view.putAll(LayersView.of(first));
    view.putAll(ClassesView.of(study, first));
    view.putAll(ImagesView.of(study, first));
    view.putAll(ProvenanceView.of(study));
    view.put("style", style);
    view.put("styleHash", Assets.hash(style));
    view.put("library", library);
    view.put("script", script);
    view.put("scriptHashes", List.of(Assets.hash(library), Assets.hash(script)));
    view.put("chartVersion", Assets.chartVersion());
    view.put("data", PageData.json(study));
    return render(view);
  }

  private static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("level", verdict.level().name().toLowerCase(Locale.ROOT));
    view.put("sentence", verdict.sentence());
    view.put(
        "mark",
        switch (verdict.level()) {
          case GOOD -> "\u2713";
          case UNSURE -> "?";
          case BAD -> "\u2715";
        });
    return view;
  }

  /** An absent text in a template's section; an outer one of the same name would show through. */
  static Object orFalse(String text) {
    return text.isEmpty() ? false : text;
  }

  private static String render(Map<String, Object> view) {
    try (Reader template = new StringReader(Assets.read("report.mustache"))) {
      Mustache mustache = new DefaultMustacheFactory().compile(template, "report");
      StringWriter out = new StringWriter();
      mustache.execute(out, view).flush();
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
