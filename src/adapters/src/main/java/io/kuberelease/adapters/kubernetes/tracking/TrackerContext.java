package io.kuberelease.adapters.kubernetes.tracking;

import io.kuberelease.adapters.kubernetes.diagnosis.GracePeriods;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The settings, executors and clock that all trackings share.
 *
 * @param timers starts due work on {@code io}; runs nothing that takes long itself
 * @param io runs judgements and requests, which may block
 */
record TrackerContext(GracePeriods gracePeriods, ScheduledExecutorService timers, Executor io, InstantSource clock) {}
