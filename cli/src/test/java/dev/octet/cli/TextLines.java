package dev.octet.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures of text lines, upright in the folder {@code 0} and upside down in {@code 180}. */
final class TextLines {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 192;
  private static final int NOISE = 8;
  private static final List<String> FONTS = List.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);
  private static final List<String> WORDS =
      List.of(
          "Gateway",
          "Total 42.50",
          "Exit",
          "Platform 7",
          "Open daily",
          "Invoice",
          "Kaffee",
          "Parking",
          "Serial No",
          "Bahnhof",
          "Receipt",
          "Quality",
          "Fragile",
          "Hydrant",
          "Zone 30",
          "Delivery",
          "Ticket",
          "Museum",
          "January",
          "Backup");

  private TextLines() {}

  /** Whether this JVM can draw text: some have no fonts. */
  static boolean available() {
    try {
      return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          > 0;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** Writes this many pictures, every second one upside down. */
  static Path write(Path folder, int count, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : new String[] {"0", "180"}) {
      Files.createDirectories(folder.resolve(name));
    }
    for (int i = 0; i < count; i++) {
      boolean turned = i % 2 == 1;
      ImageIO.write(
          line(random, turned),
          "png",
          folder.resolve(turned ? "180" : "0").resolve(i + ".png").toFile());
    }
    return folder;
  }

  private static BufferedImage line(SplittableRandom random, boolean turned) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    int paper = 200 + random.nextInt(56);
    int ink = random.nextInt(90);
    graphics.setColor(new Color(paper, paper, paper - random.nextInt(30)));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(new Color(ink, random.nextInt(90), random.nextInt(90)));
    if (turned) {
      graphics.rotate(Math.PI, WIDTH / 2.0, HEIGHT / 2.0);
    }
    String text = WORDS.get(random.nextInt(WORDS.size()));
    int style = random.nextInt(2) == 0 ? Font.PLAIN : Font.BOLD;
    int size = 30 + random.nextInt(9);
    graphics.setFont(new Font(FONTS.get(random.nextInt(FONTS.size())), style, size));
    FontMetrics metrics = graphics.getFontMetrics();
    int left = Math.max(2, (WIDTH - metrics.stringWidth(text)) / 2);
    int base = (HEIGHT - metrics.getHeight()) / 2 + metrics.getAscent();
    graphics.drawString(text, left, base);
    graphics.dispose();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, noisy(image.getRGB(x, y), random));
      }
    }
    return image;
  }

  private static int noisy(int rgb, SplittableRandom random) {
    int out = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int value = (rgb >> shift & 255) + random.nextInt(2 * NOISE + 1) - NOISE;
      out |= Math.min(Math.max(value, 0), 255) << shift;
    }
    return out;
  }
}
