package io.kuberelease.cli.terminal;

import io.kuberelease.journal.ReleaseState;
import java.time.Instant;

/**
 * A release that this machine has a journal of.
 *
 * @param last when the last entry was written
 * @param underWay whether a process is carrying it on right now
 */
public record PastRelease(ReleaseState state, Instant last, boolean underWay) {}
