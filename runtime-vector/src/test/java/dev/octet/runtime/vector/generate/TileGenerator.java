package dev.octet.runtime.vector.generate;

import dev.octet.runtime.vector.generate.MatrixTileFile.Block;
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
          new QuadTileFile("QuadTiles1", 1, 2, 1),
          new QuadTileFile("QuadTiles2", 2, 2, 1),
          new QuadTileFile("QuadTiles3", 3, 1),
          new QuadTileFile("QuadTiles4", 4, 1),
          new PackedTileFile("PackedTiles2", 2),
          new PackedTileFile("PackedTiles3", 3),
          new PackedTileFile("PackedTiles4", 4),
          new StemTileFile("StemTiles"),
          new Depthwise3x3TileFile("Depthwise3x3Tiles"),
          new RingTileFile("Ring3x3Tiles", 3),
          new RingTileFile("Ring5x5Tiles", 5),
          new FullyConnectedTileFile("FullyConnectedTiles", 4, 2),
          new MatrixTileFile("WideMatrixTiles", "three and four", new Block(4, 4), new Block(3, 4)),
          new MatrixTileFile("NarrowMatrixTiles", "one and two", new Block(2, 8), new Block(1, 8)));

  private TileGenerator() {}

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
