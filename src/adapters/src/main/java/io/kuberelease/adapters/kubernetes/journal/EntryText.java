package io.kuberelease.adapters.kubernetes.journal;

import io.kuberelease.journal.JournalEntry;
import java.util.function.Function;

/**
 * How an entry stands in a journal: as one line of text, in a cluster as in a file.
 *
 * @param write the entry's line, without its end
 * @param read the entry of a line
 */
public record EntryText(Function<JournalEntry, String> write, Function<String, JournalEntry> read) {}
