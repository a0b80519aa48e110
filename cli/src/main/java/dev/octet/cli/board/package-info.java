/** Commands about boards: deploy, doctor, status, rollback. Above {@code compare}. */
package dev.octet.cli.board;
