package dev.octet.runtime.vector.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the unrolled inner loops of the kernels ({@code tools/kernels/generate}). Sums stay in
 * registers only as separate local variables, so that every shape of a tile is a method of its own;
 * another shape, or tiles for another vector width, is another line of the list.
 */
final class TileGenerator {
  /** All files. */
  static final List<TileFile> FILES =
      List.of(
          new FloatTileFile("FloatTiles1", 1, 16, 4, 1),
          new FloatTileFile("FloatTiles2", 2, 8, 4, 1),
          new FloatTileFile("FloatTiles3", 3, 8, 4, 1),
          new FloatTileFile("FloatTiles4", 4, 4, 1),
          new PackedTileFile("PackedTiles2", 2),
          new PackedTileFile("PackedTiles3", 3),
          new PackedTileFile("PackedTiles4", 4),
          new StemTileFile("StemTiles"),
          new DepthwiseTileFile("Depthwise5x5Tiles"),
          new MatrixTileFile(
              "WideMatrixTiles",
              "three and four",
              shape(4, 4),
              shape(1, 4),
              shape(4, 3),
              shape(1, 3)),
          new MatrixTileFile(
              "NarrowMatrixTiles",
              "one and two",
              shape(8, 2),
              shape(1, 2),
              shape(8, 1),
              shape(1, 1)));

  private TileGenerator() {}

  private static int[] shape(int rows, int vectors) {
    return new int[] {rows, vectors};
  }

  /**
   * Writes all files.
   *
   * @param args the project's root
   */
  public static void main(String[] args) throws IOException {
    for (TileFile file : FILES) {
      Files.writeString(Path.of(args[0], file.path()), file.text());
    }
  }
}
