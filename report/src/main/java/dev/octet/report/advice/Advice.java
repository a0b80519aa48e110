package dev.octet.report.advice;

/**
 * Something to do about what a comparison shows.
 *
 * @param title what to do, a short sentence
 * @param reason the figures that speak for it
 * @param command what to type, or an empty text
 */
public record Advice(String title, String reason, String command) {}
