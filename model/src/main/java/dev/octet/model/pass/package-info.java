/** Rewrites of the float graph that bring spelled-out forms to one operation. */
package dev.octet.model.pass;
