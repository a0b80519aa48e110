package dev.octet.deploy.step;

import java.util.function.Consumer;

/**
 * A step of a deployment: safe to repeat, and to be cut off anywhere.
 *
 * @param name what it does, for people
 * @param work does it; throws an {@code OctetException} (BOARD) when the board does not pass
 */
record DeployStep(String name, Consumer<Deployment> work) {}
