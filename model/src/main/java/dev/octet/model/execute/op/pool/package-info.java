/** Float pools: means and maxima over windows and over whole maps. */
package dev.octet.model.execute.op.pool;
