/**
 * A finished comparison with all that reports need: files, verdict, changes by class and by image.
 * Above {@code budget}.
 */
package dev.octet.report.study;
