package dev.octet.quantizer.range;

/** How a channel's range is found where mathematics does not fix it. */
public enum RangeMethod {
  /** Everything that was seen. */
  MIN_MAX,
  /** The range whose rounding and clipping errors together have the smallest mean square. */
  MEAN_SQUARE,
  /** All but the outermost 0.01 % on either side. */
  PERCENTILE
}
