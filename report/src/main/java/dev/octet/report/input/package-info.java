/**
 * Inputs of a source as both models take them, and the way over them on several threads. Above
 * {@code statistics}.
 */
package dev.octet.report.input;
