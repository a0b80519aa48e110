package dev.octet.deploy.ssh;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * How to connect.
 *
 * @param folder the user's {@code .ssh} folder: config, known_hosts, keys
 * @param identity a private key to use beside those of agent and config, or null
 * @param acceptNewHost whether a host that is not in known_hosts is added to it
 * @param agentSocket the agent's socket, or null
 * @param passphrase asks for the passphrase of a key file; returns null when nobody can be asked
 */
public record SshOptions(
    Path folder,
    Path identity,
    boolean acceptNewHost,
    Path agentSocket,
    Function<String, char[]> passphrase) {}
