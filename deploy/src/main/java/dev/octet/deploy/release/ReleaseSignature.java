package dev.octet.deploy.release;

/**
 * A signature over a manifest.
 *
 * @param base64 SHA256withRSA, in Base64
 * @param publicPem the key that checks it, in PEM
 * @param fingerprint the first 16 hexadecimal digits of the key's SHA-256
 */
public record ReleaseSignature(String base64, String publicPem, String fingerprint) {}
