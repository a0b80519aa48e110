/** Sums and intervals over answers and logits. The lowest room of {@code report}. */
package dev.octet.report.statistics;
