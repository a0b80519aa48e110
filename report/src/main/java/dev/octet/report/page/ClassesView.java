package dev.octet.report.page;

import dev.octet.report.compare.Comparison;
import dev.octet.report.study.ClassChange;
import dev.octet.report.study.ConfusionChange;
import dev.octet.report.study.Study;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The section on classes: all of them where there are few, else those that changed. */
final class ClassesView {
  private static final int FEW = 30;
  private static final int MOST = 200;

  private ClassesView() {}

  static Map<String, Object> of(Study study, Comparison comparison) {
    List<ClassChange> all = ClassChange.of(comparison.images());
    List<ClassChange> changed =
        all.stream().filter(change -> change.int8Right() != change.floatRight()).toList();
    List<ClassChange> shown = all.size() <= FEW ? all : changed;
    List<ConfusionChange> confusions = ConfusionChange.of(comparison.images());
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("hasClasses", !all.isEmpty());
    view.put(
        "classesNote",
        changed.size()
            + " of "
            + all.size()
            + " classes changed"
            + (shown.size() < all.size() ? "; only these are listed." : "."));
    view.put("classesShown", !shown.isEmpty());
    view.put(
        "classes",
        shown.stream()
            .sorted(Comparator.comparingDouble(ClassChange::points))
            .limit(MOST)
            .map(change -> row(study, change))
            .toList());
    view.put("hasConfusions", !confusions.isEmpty());
    view.put(
        "confusionsNote",
        confusions.isEmpty()
            ? "Both models make the same mistakes."
            : confusions.size()
                + " kinds of mistakes became more or less frequent"
                + (confusions.size() > MOST ? "; the first " + MOST + " are listed." : "."));
    view.put(
        "confusions", confusions.stream().limit(MOST).map(change -> row(study, change)).toList());
    return view;
  }

  private static Map<String, Object> row(Study study, ClassChange change) {
    double floating = 100.0 * change.floatRight() / change.images();
    double int8 = 100.0 * change.int8Right() / change.images();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", study.className(change.label()));
    view.put("images", change.images());
    view.put("float", Format.fixed(floating, 2));
    view.put("floatV", Format.sortable(floating));
    view.put("int8", Format.fixed(int8, 2));
    view.put("int8V", Format.sortable(int8));
    view.put("change", Format.signed(change.points(), 2));
    view.put("changeV", Format.sortable(change.points()));
    view.put("tone", tone(change.points()));
    return view;
  }

  private static Map<String, Object> row(Study study, ConfusionChange change) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("label", study.className(change.label()));
    view.put("answer", study.className(change.answer()));
    view.put("float", change.floatCount());
    view.put("int8", change.int8Count());
    view.put("change", Format.signed(change.change(), 0));
    view.put("changeV", Integer.toString(change.change()));
    view.put("tone", tone(-change.change()));
    return view;
  }

  private static String tone(double gain) {
    return gain < 0 ? "worse" : gain > 0 ? "better" : "same";
  }
}
