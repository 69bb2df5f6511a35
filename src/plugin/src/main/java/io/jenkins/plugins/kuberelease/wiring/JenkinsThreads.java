package io.jenkins.plugins.kuberelease.wiring;

import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.kuberelease.app.Threads;
import jenkins.security.ImpersonatingExecutorService;

/** The controller's threads for all releases. Work runs as Jenkins itself, so callers must check permissions before. */
public final class JenkinsThreads {
    private JenkinsThreads() {}

    /** Makes the threads; to be closed when Jenkins shuts down. */
    public static Threads start() {
        return new Threads(
                name -> new NamingThreadFactory(new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), name),
                workers -> new ImpersonatingExecutorService(workers, ACL.SYSTEM2));
    }
}
