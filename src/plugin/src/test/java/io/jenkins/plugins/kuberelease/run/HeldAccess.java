package io.jenkins.plugins.kuberelease.run;

import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.access.AccessProvider;
import io.jenkins.plugins.kuberelease.access.JenkinsAccess;
import io.kuberelease.app.access.Access;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps a release that is being opened where it is, or makes it stumble there: its access is the first it asks for. */
public final class HeldAccess implements AccessProvider {
    private static final int LIMIT_MINUTES = 2;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private volatile Runnable first = () -> {};

    /** In the running Jenkins, in the place of the real one. */
    public static HeldAccess installed() {
        HeldAccess held = new HeldAccess();
        ExtensionList<AccessProvider> providers = ExtensionList.lookup(AccessProvider.class);
        providers.removeAll(List.copyOf(providers));
        providers.add(0, held);
        return held;
    }

    /** Whoever asks is kept until it is let go, and is deaf to interruptions meanwhile. */
    public HeldAccess keeping() {
        first = this::keep;
        return this;
    }

    /** The first who asks gets this in the place of an access. */
    HeldAccess stumblingOnce(Runnable over) {
        first = () -> {
            first = () -> {};
            over.run();
        };
        return this;
    }

    public void awaitReached() throws InterruptedException {
        if (!reached.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new AssertionError("waited in vain for a release that is being opened");
        }
    }

    public void letGo() {
        free.countDown();
    }

    @Override
    public Access of(Run<?, ?> run) {
        first.run();
        return new JenkinsAccess().of(run);
    }

    @Override
    public Access ofProject(String project) {
        return new JenkinsAccess().ofProject(project);
    }

    private void keep() {
        reached.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                if (!free.await(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError("nobody lets go");
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
