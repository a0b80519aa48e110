package dev.octet.report.study;

import java.util.Optional;

/**
 * A candidate's file.
 *
 * @param file the file's name
 * @param bytes its size
 * @param sha256 its hash
 * @param host how fast it is on this machine, if it was measured
 * @param board how fast it is on a board, if that is known
 */
public record CandidateFile(
    String file, long bytes, String sha256, Optional<Latency> host, Optional<Latency> board) {}
