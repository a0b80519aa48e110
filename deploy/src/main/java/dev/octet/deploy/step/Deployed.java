package dev.octet.deploy.step;

/**
 * A deployment that was done.
 *
 * @param release the release that runs now
 * @param before the one before, empty when there was none, the same when nothing changed
 * @param java version of the board's JVM
 * @param arch what that JVM calls the architecture
 * @param kernels the kernel set
 * @param vectors golden vectors that were reproduced bit for bit
 * @param pictures pictures that were
 * @param medianMs median latency on the board
 * @param p95Ms 95th percentile
 * @param scalarMs median latency of the scalar kernels, where the vector kernels run; else NaN
 * @param peakKb largest resident memory of the board's process
 * @param sentBytes what was sent of the release's files
 * @param signature what the board says of the signature
 * @param trusted fingerprint of the key that the board trusts from now on, or empty
 */
public record Deployed(
    String release,
    String before,
    String java,
    String arch,
    String kernels,
    int vectors,
    int pictures,
    double medianMs,
    double p95Ms,
    double scalarMs,
    long peakKb,
    long sentBytes,
    String signature,
    String trusted) {}
