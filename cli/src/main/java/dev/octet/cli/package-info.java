/** The octet command. */
package dev.octet.cli;
