/**
 * Float execution: the reference that int8 outputs are measured against. Its rooms, each of which
 * may use those before it: {@code kernel}; {@code matrix} and {@code plan}; {@code op}.
 */
package dev.octet.model.execute;
