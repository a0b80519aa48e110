/**
 * Options that several commands share, and the models and data that they open. Above {@code
 * console}.
 */
package dev.octet.cli.option;
