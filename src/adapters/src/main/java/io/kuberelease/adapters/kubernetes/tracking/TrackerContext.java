package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What every tracking works with.
 *
 * @param timers wakes at a grace's or the deadline's end; runs nothing that takes long
 * @param io runs what takes long
 */
record TrackerContext(GracePeriods patience, ScheduledExecutorService timers, Executor io, InstantSource clock) {}
