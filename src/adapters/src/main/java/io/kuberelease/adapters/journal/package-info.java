/** Journals as files: one JSON document per line, synced before the next step starts. */
@NullMarked
package io.kuberelease.adapters.journal;

import org.jspecify.annotations.NullMarked;
