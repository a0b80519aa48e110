/** Pictures: decoding as Pillow's {@code convert("RGB")} does, sizes checked before decoding. */
package dev.octet.calibration.image;
