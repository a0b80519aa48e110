package dev.octet.report.page;

import dev.octet.report.compare.Comparison;
import dev.octet.report.compare.ImageResult;
import dev.octet.report.statistics.Decibels;
import dev.octet.report.statistics.ImageFidelity;
import dev.octet.report.study.NotableImages;
import dev.octet.report.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The section on single images. */
final class ImagesView {
  private static final int FLIPS = 96;
  private static final int OTHERS = 16;
  private static final int SKIPPED = 50;

  private final Study study;
  private final Thumbnails thumbnails;

  private ImagesView(Study study) {
    this.study = study;
    this.thumbnails = new Thumbnails(study.source(), study.inputShape());
  }

  static Map<String, Object> of(Study study, Comparison comparison) {
    ImagesView images = new ImagesView(study);
    NotableImages notable = NotableImages.of(comparison.images(), OTHERS);
    int flips = notable.flips().size();
    List<Object> galleries = new ArrayList<>();
    galleries.add(
        images.gallery(
            "Changed answers",
            flips == 0
                ? "None: both models give the same answer to every input."
                : Format.grouped(flips)
                    + (flips == 1 ? " input" : " inputs")
                    + ", those that the float model was surest of first"
                    + (flips > FLIPS ? "; the first " + FLIPS + " are shown." : "."),
            notable.flips().stream().limit(FLIPS).toList()));
    galleries.add(
        images.gallery(
            "Closest calls",
            "Equal answers with the smallest margin in the int8 model: the next to change.",
            notable.closest()));
    galleries.add(
        images.gallery(
            "Moved most",
            "Inputs whose logits changed most, relative to their size.",
            notable.moved()));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("galleries", galleries);
    view.put(
        "skipped",
        comparison.skipped().isEmpty()
            ? false
            : Map.of("list", comparison.skipped().stream().limit(SKIPPED).toList()));
    return view;
  }

  private Map<String, Object> gallery(String title, String note, List<ImageResult> images) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("title", title);
    view.put("note", note);
    view.put("images", images.stream().map(this::shot).toList());
    return view;
  }

  private Map<String, Object> shot(ImageResult image) {
    ImageFidelity fidelity = image.fidelity();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("thumbnail", ReportPage.orFalse(thumbnails.dataUri(image.index())));
    view.put("name", study.source().name(image.index()));
    view.put("label", fidelity.labelled() ? study.className(fidelity.label()) : false);
    view.put("float", study.className(fidelity.floatTop()));
    view.put("floatMargin", Format.fixed(fidelity.floatMargin(), 2));
    view.put("int8", study.className(fidelity.int8Top()));
    view.put("int8Margin", Format.fixed(fidelity.int8Margin(), 2));
    view.put("sqnr", Format.decibels(Decibels.ofNoise(fidelity.relativeNoise())) + " dB");
    badge(view, fidelity);
    return view;
  }

  private static void badge(Map<String, Object> view, ImageFidelity fidelity) {
    Object badge = false;
    String tone = "plain";
    if (fidelity.labelled() && !fidelity.agrees()) {
      badge =
          fidelity.floatRight()
              ? "int8 got it wrong"
              : fidelity.int8Right() ? "int8 got it right" : "both wrong";
      tone = fidelity.floatRight() ? "bad" : fidelity.int8Right() ? "good" : "plain";
    }
    view.put("badge", badge);
    view.put("tone", tone);
  }
}
