package dev.octet.calibration.image;

/** What is done about the EXIF orientation of a photo. */
public enum ExifMode {
  /** Nothing, as training pipelines do. */
  IGNORE,
  /** The picture is turned upright. */
  APPLY
}
