/** A comparison as one HTML page that needs no network. The highest room of {@code report}. */
package dev.octet.report.page;
