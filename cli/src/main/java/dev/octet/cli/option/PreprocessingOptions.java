package dev.octet.cli.option;

import dev.octet.cli.console.Console;
import dev.octet.cli.console.NameConverter;
import dev.octet.model.FloatModel;
import dev.octet.model.Normalization;
import dev.octet.model.PixelScale;
import dev.octet.runtime.OctetException;
import dev.octet.runtime.OctetException.Failure;
import dev.octet.runtime.schedule.Preprocessing;
import dev.octet.runtime.schedule.Preprocessing.Resize;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** How photos become the model's input. */
public final class PreprocessingOptions {
  @Option(
      names = "--normalize",
      paramLabel = "HOW",
      description =
          "imagenet, minus-one-one, zero-one or zero-255 (default: what the network itself or its"
              + " framework asks for).",
      converter = NormalizationConverter.class)
  private Normalization normalization;

  @Option(
      names = "--mean",
      paramLabel = "A,B,C",
      description = "Mean of each channel on the 0 to 1 scale; with --std, instead of --normalize.",
      converter = ChannelValues.Converter.class)
  private ChannelValues mean;

  @Option(
      names = "--std",
      paramLabel = "A,B,C",
      description = "Standard deviation of each channel on the 0 to 1 scale.",
      converter = ChannelValues.Converter.class)
  private ChannelValues std;

  @Option(
      names = "--resize",
      paramLabel = "HOW",
      description =
          "short-side (keep the aspect, crop the centre) or stretch (default: short-side).",
      converter = ResizeConverter.class)
  private Resize resize;

  @Option(
      names = "--crop-fraction",
      paramLabel = "F",
      description =
          "Share of the resized short side that the crop keeps (default: "
              + Normalization.CROP_FRACTION
              + ").")
  private Double cropFraction;

  /** Whether the user gave any option. */
  public boolean given() {
    return givesNormalization() || givesResize();
  }

  /** Whether the user says how pixels are normalized. */
  public boolean givesNormalization() {
    return normalization != null || mean != null || std != null;
  }

  /** Whether the user says how photos are brought to size. */
  public boolean givesResize() {
    return resize != null || cropFraction != null;
  }

  /** The rules for a model, without a table; defaults are printed. */
  public Preprocessing of(FloatModel model, Console console) {
    int channels = model.graph().inputShape().channels();
    Resize how = resize == null ? Resize.SHORT_SIDE : resize;
    double crop = crop(how);
    double[] means;
    double[] stds;
    if (mean != null || std != null) {
      if (mean == null || std == null || normalization != null) {
        throw usage("--mean, --std", "give both of them and no --normalize");
      }
      means = channels(mean, channels, "--mean");
      stds = channels(std, channels, "--std");
      if (Arrays.stream(stds).anyMatch(s -> s <= 0)) {
        throw usage("--std", "give positive numbers");
      }
    } else if (normalization == null && model.facts().pixels().isPresent()) {
      PixelScale own = model.facts().pixels().get();
      means = own.mean(channels);
      stds = own.std(channels);
      console.note("normalization: " + own + " (the file says so; --normalize changes it)");
    } else {
      Normalization used = normalization != null ? normalization : model.normalization();
      means = used.mean(channels);
      stds = used.std(channels);
      if (normalization == null) {
        console.note(
            "normalization: " + used + " (usual for this kind of file; --normalize changes it)");
      }
    }
    if (resize == null && cropFraction == null) {
      console.note(
          "resize: short-side, crop fraction "
              + Normalization.CROP_FRACTION
              + " (--resize, --crop-fraction change it)");
    }
    return new Preprocessing(how, crop, means, stds, new byte[0]);
  }

  private double crop(Resize how) {
    if (how == Resize.STRETCH) {
      if (cropFraction != null && cropFraction != 1) {
        throw usage("--crop-fraction", "stretching crops nothing: leave it out");
      }
      return 1;
    }
    double fraction = cropFraction == null ? Normalization.CROP_FRACTION : cropFraction;
    if (!(fraction > 0 && fraction <= 1)) {
      throw usage("--crop-fraction", "give a fraction above 0 and at most 1");
    }
    return fraction;
  }

  private static double[] channels(ChannelValues given, int channels, String option) {
    double[] values = given.forChannels(channels);
    if (values == null) {
      throw usage(option, "give one number, or one for each of the " + channels + " channels");
    }
    return values;
  }

  private static OctetException usage(String where, String remedy) {
    return new OctetException(Failure.USAGE, "these values do not fit", where, remedy);
  }

  /** Reads {@code --normalize}. */
  static final class NormalizationConverter extends NameConverter<Normalization> {
    NormalizationConverter() {
      super(Normalization.class);
    }
  }

  /** Reads {@code --resize}. */
  static final class ResizeConverter extends NameConverter<Resize> {
    ResizeConverter() {
      super(Resize.class);
    }
  }
}
