/** What to do about the figures of a study. Above {@code study}. */
package dev.octet.report.advice;
