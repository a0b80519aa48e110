package dev.octet.calibration.image;

/**
 * A decoded picture. The pixels are shared and must not be changed.
 *
 * @param width columns
 * @param height rows
 * @param rgb height x width x 3 unsigned bytes, rows from the top
 * @param orientation the EXIF orientation of the file, 1 (upright, or not given) to 8
 */
public record RgbImage(int width, int height, byte[] rgb, int orientation) {}
