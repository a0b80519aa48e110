/**
 * What every command shares: where it prints, how it fails, figures and tables. The lowest room of
 * {@code cli}.
 */
package dev.octet.cli.console;
