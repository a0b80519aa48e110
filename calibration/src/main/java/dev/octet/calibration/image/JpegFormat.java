package dev.octet.calibration.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;

/**
 * JPEG, baseline and progressive. The raw components are taken from the decoder and brought to RGB
 * here: colour profiles do not count, as they do not in training pipelines.
 */
final class JpegFormat implements PictureFormat {
  private static final JPEGImageReaderSpi PROVIDER = provider();

  /** The provider finds the decoder below it only if it is registered, which a jar may not do. */
  private static JPEGImageReaderSpi provider() {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    JPEGImageReaderSpi found = registry.getServiceProviderByClass(JPEGImageReaderSpi.class);
    if (found == null) {
      found = new JPEGImageReaderSpi();
      registry.registerServiceProvider(found, ImageReaderSpi.class);
    }
    return found;
  }

  @Override
  public boolean matches(byte[] head) {
    return head.length >= 3
        && head[0] == (byte) 0xFF
        && head[1] == (byte) 0xD8
        && head[2] == (byte) 0xFF;
  }

  @Override
  public Size size(Path file) throws IOException {
    JpegHeader header = JpegHeader.read(file);
    return new Size(header.width(), header.height());
  }

  @Override
  public RgbImage decode(Path file) throws IOException {
    JpegHeader header = JpegHeader.read(file);
    byte[] data = components(file, header);
    byte[] rgb =
        switch (header.color()) {
          case GRAY -> Rasters.spread(data);
          case RGB -> data;
          case YCC -> {
            JpegColor.yccToRgb(data);
            yield data;
          }
          case CMYK -> JpegColor.cmykToRgb(data, false);
          case YCCK -> JpegColor.cmykToRgb(data, true);
        };
    return new RgbImage(header.width(), header.height(), rgb, header.orientation());
  }

  private static byte[] components(Path file, JpegHeader header) throws IOException {
    ImageReader reader = PROVIDER.createReaderInstance(null);
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      WarningCollector warnings = new WarningCollector();
      reader.addIIOReadWarningListener(warnings);
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      warnings.throwIfTruncated();
      int components = header.components();
      if (raster.getWidth() != header.width()
          || raster.getHeight() != header.height()
          || raster.getNumBands() != components) {
        throw new IOException("the decoder found another picture than the header announces");
      }
      if (raster.getDataBuffer() instanceof DataBufferByte buffer
          && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
          && model.getPixelStride() == components
          && model.getScanlineStride() == components * raster.getWidth()
          && buffer.getData().length == components * raster.getWidth() * raster.getHeight()
          && inOrder(model.getBandOffsets())) {
        return buffer.getData();
      }
      return Rasters.interleaved(raster);
    } finally {
      reader.dispose();
    }
  }

  private static boolean inOrder(int[] offsets) {
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] != i) {
        return false;
      }
    }
    return true;
  }
}
