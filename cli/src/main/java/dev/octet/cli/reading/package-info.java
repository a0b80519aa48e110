/** How a file and its photos are read, as batch norms say. Above {@code option}. */
package dev.octet.cli.reading;
