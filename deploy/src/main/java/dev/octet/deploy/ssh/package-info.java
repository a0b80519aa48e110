/** Connections to boards: addresses, keys, passphrases, the SSH agent, and the known hosts. */
package dev.octet.deploy.ssh;
