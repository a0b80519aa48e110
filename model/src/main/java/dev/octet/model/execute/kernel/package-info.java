/** What every float kernel is: an op prepared for fixed shapes, whose work falls into pieces. */
package dev.octet.model.execute.kernel;
