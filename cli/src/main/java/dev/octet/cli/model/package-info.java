/** Commands about one model: {@code inspect}, {@code run}, {@code bench}. Above {@code option}. */
package dev.octet.cli.model;
