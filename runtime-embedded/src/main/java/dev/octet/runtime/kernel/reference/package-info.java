/** One plain kernel for each operation, written to be read: the truth for every faster set. */
package dev.octet.runtime.kernel.reference;
