package io.jenkins.plugins.kuberelease.wiring;

import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import jenkins.security.ImpersonatingExecutorService;

/**
 * The controller's threads for all releases: workers for as long as there is something to do, one for timers. Work is
 * done as Jenkins itself; who may ask for it is checked before.
 */
public final class Threads implements AutoCloseable {
    private final ScheduledExecutorService timers = scheduled("kube-release timer");
    private final ExecutorService workers = new ImpersonatingExecutorService(
            Executors.newCachedThreadPool(factory("kube-release worker")), ACL.SYSTEM2);

    /** Wakes what waits. */
    public ScheduledExecutorService timers() {
        return timers;
    }

    /** For what blocks. */
    public ExecutorService workers() {
        return workers;
    }

    private static ScheduledExecutorService scheduled(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, factory(name));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static ThreadFactory factory(String name) {
        return new NamingThreadFactory(new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), name);
    }

    @Override
    public void close() {
        timers.shutdownNow();
        workers.shutdownNow();
    }
}
