/**
 * Picture to input tensor, the same bits on host and board: resize as Pillow's BILINEAR does it,
 * centre crop, table look-up. The rules are in {@code docs/preprocessing.md}.
 *
 * <p>Public API.
 */
package dev.octet.runtime.preprocess;
