/** Brings models to boards over SSH, proves them there, and goes back when they fail. */
package dev.octet.deploy;
