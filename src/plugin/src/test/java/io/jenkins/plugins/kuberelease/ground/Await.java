package io.jenkins.plugins.kuberelease.ground;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody tells of. */
public final class Await {
    private static final int LOOK_MILLIS = 20;

    private Await() {}

    /**
     * Until it is so.
     *
     * @param what as the end of "waited in vain until …"
     * @throws AssertionError when it is not so in time
     */
    public static void until(String what, Duration timeLimit, BooleanSupplier wanted) throws InterruptedException {
        Instant deadline = Instant.now().plus(timeLimit);
        while (!wanted.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
