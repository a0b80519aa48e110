package dev.octet.calibration;

import dev.octet.calibration.image.RgbImage;

/** Some inputs of a source, in a chosen order. */
class Subset implements TensorSource {
  private final TensorSource source;
  private final int[] positions;

  private Subset(TensorSource source, int[] positions) {
    this.source = source;
    this.positions = positions;
  }

  /** Inputs at the given positions; pictures stay pictures. */
  static TensorSource of(TensorSource source, int[] positions) {
    return source instanceof PixelSource pixels
        ? new Pictures(pixels, positions)
        : new Subset(source, positions);
  }

  @Override
  public final int size() {
    return positions.length;
  }

  @Override
  public final String name(int index) {
    return source.name(positions[index]);
  }

  @Override
  public final int label(int index) {
    return source.label(positions[index]);
  }

  @Override
  public final float[] read(int index) {
    return source.read(positions[index]);
  }

  final int position(int index) {
    return positions[index];
  }

  private static final class Pictures extends Subset implements PixelSource {
    private final PixelSource pictures;

    Pictures(PixelSource pictures, int[] positions) {
      super(pictures, positions);
      this.pictures = pictures;
    }

    @Override
    public byte[] pixels(int index) {
      return pictures.pixels(position(index));
    }

    @Override
    public float[] normalize(byte[] pixels) {
      return pictures.normalize(pixels);
    }

    @Override
    public RgbImage image(int index) {
      return pictures.image(position(index));
    }

    @Override
    public boolean isCached() {
      return pictures.isCached();
    }

    @Override
    public int turned() {
      return pictures.turned();
    }
  }
}
