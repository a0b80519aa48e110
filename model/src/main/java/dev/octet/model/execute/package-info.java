/** Float execution: the reference that int8 answers are measured against. */
package dev.octet.model.execute;
