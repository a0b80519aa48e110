/** Float against int8: accuracy, fidelity of the logits and of every layer. */
package dev.octet.report;
