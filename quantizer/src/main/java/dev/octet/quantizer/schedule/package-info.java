/** From quantized steps to the integers of a schedule. */
package dev.octet.quantizer.schedule;
