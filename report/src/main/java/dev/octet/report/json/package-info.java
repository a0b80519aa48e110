/** The comparison as JSON (docs/comparison.schema.json). Above {@code advice}. */
package dev.octet.report.json;
