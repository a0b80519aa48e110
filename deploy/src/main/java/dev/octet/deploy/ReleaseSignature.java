package dev.octet.deploy;

/**
 * A signature over a manifest.
 *
 * @param bytes SHA256withRSA
 * @param publicPem the key that checks it, in PEM
 * @param fingerprint the first 16 hexadecimal digits of the key's SHA-256
 */
record ReleaseSignature(byte[] bytes, String publicPem, String fingerprint) {}
