package io.kuberelease.journal;

import java.time.Instant;

/**
 * An entry of a journal.
 *
 * @param number counts from 0
 * @param at when it was written down
 */
public record JournalEntry(long number, Instant at, ReleaseEvent event) {}
