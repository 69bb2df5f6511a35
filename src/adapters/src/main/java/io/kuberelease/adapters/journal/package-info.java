/** Journals as files: one JSON document a line, synced before anything is started. */
@NullMarked
package io.kuberelease.adapters.journal;

import org.jspecify.annotations.NullMarked;
