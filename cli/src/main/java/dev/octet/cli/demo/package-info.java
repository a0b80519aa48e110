/** {@code octet demo}. Above {@code board}. */
package dev.octet.cli.demo;
