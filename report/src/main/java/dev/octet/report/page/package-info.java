/** A comparison as one HTML page that needs no network. */
package dev.octet.report.page;
