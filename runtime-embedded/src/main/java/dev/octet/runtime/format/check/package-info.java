/**
 * What must hold of shapes, epilogues and accumulators before anything runs, and how a schedule is
 * refused where it does not.
 *
 * <p>Not API.
 */
package dev.octet.runtime.format.check;
