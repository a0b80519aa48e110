/** Every step of an int8 model against the float model. Above {@code input}. */
package dev.octet.report.layer;
