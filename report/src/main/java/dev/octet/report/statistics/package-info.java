/** Sums and intervals over top-1 and logits. The lowest room of {@code report}. */
package dev.octet.report.statistics;
