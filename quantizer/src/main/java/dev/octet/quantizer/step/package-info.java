/** Steps: what the schedule computes at once, each made of one or more nodes of the float graph. */
package dev.octet.quantizer.step;
