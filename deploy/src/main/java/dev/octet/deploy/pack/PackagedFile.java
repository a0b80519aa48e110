package dev.octet.deploy.pack;

/**
 * A file of a package.
 *
 * @param path without a slash in front
 * @param mode its permissions, such as 0644
 * @param bytes its content
 */
record PackagedFile(String path, int mode, byte[] bytes) {}
