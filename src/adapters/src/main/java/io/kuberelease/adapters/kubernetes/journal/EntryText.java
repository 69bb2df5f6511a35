package io.kuberelease.adapters.kubernetes.journal;

import io.kuberelease.journal.JournalEntry;
import java.util.function.Function;

/**
 * Converts journal entries to lines of text and back; the same form in a cluster and in a file.
 *
 * @param write turns an entry into a line without its line feed
 * @param read turns a line into its entry
 */
public record EntryText(Function<JournalEntry, String> write, Function<String, JournalEntry> read) {}
