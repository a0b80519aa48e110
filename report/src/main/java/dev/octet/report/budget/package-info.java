/** The search for a quantization that keeps an accuracy budget. */
package dev.octet.report.budget;
