/** Inputs of a source as both models take them. Above {@code statistics}. */
package dev.octet.report.input;
