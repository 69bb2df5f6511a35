package io.jenkins.plugins.kuberelease.wiring;

import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.kuberelease.app.Threads;
import jenkins.security.ImpersonatingExecutorService;

/** The controller's threads for all releases. Work is done as Jenkins itself; who may ask for it is checked before. */
public final class JenkinsThreads {
    private JenkinsThreads() {}

    /** Threads that a plugin may have; to be closed when Jenkins goes down. */
    public static Threads start() {
        return new Threads(
                name -> new NamingThreadFactory(new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), name),
                workers -> new ImpersonatingExecutorService(workers, ACL.SYSTEM2));
    }
}
