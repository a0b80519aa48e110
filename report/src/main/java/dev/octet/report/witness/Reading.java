package dev.octet.report.witness;

import dev.octet.model.ImportOptions;
import dev.octet.runtime.schedule.Preprocessing;
import java.util.Optional;

/**
 * One way to take a file and the photos for it.
 *
 * @param options how the file is read
 * @param rules how photos are preprocessed; empty for ready tensors
 */
public record Reading(ImportOptions options, Optional<Preprocessing> rules) {}
