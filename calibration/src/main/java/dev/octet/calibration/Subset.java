package dev.octet.calibration;

import dev.octet.calibration.image.RgbImage;

/** Some inputs of a source, in a chosen order. */
final class Subset {
  private Subset() {}

  /** Inputs at the given positions; pictures stay pictures. */
  static TensorSource of(TensorSource source, int[] positions) {
    return source instanceof PixelSource pixels
        ? new OfPixels(pixels, positions)
        : new OfTensors(source, positions);
  }

  private record OfTensors(TensorSource source, int[] positions) implements TensorSource {
    @Override
    public int size() {
      return positions.length;
    }

    @Override
    public String name(int index) {
      return source.name(positions[index]);
    }

    @Override
    public int label(int index) {
      return source.label(positions[index]);
    }

    @Override
    public float[] read(int index) {
      return source.read(positions[index]);
    }
  }

  private record OfPixels(PixelSource source, int[] positions) implements PixelSource {
    @Override
    public int size() {
      return positions.length;
    }

    @Override
    public String name(int index) {
      return source.name(positions[index]);
    }

    @Override
    public int label(int index) {
      return source.label(positions[index]);
    }

    @Override
    public byte[] pixels(int index) {
      return source.pixels(positions[index]);
    }

    @Override
    public float[] normalize(byte[] pixels) {
      return source.normalize(pixels);
    }

    @Override
    public RgbImage image(int index) {
      return source.image(positions[index]);
    }

    @Override
    public int turned() {
      return source.turned();
    }
  }
}
