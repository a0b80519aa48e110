/**
 * Float against int8: how close top-1, the logits and every layer are, what that means and what to
 * do about it. Rooms, each allowed to use those before it: {@code statistics}, {@code input},
 * {@code layer}, {@code compare}, {@code budget}, {@code study}, {@code advice}, {@code json},
 * {@code page}.
 */
package dev.octet.report;
