package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final int LIMIT_SECONDS = 20;

    private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService threads = new ScheduledThreadPoolExecutor(1, telling());

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void aMessageThatEndsInAnErrorKeepsNoOtherFromBeingSeenTo() throws Exception {
        Loop loop = Loop.among(threads, threads);
        CountDownLatch seen = new CountDownLatch(1);

        loop.execute(() -> {
            throw new NoClassDefFoundError("org/example/Gone");
        });
        loop.execute(seen::countDown);

        assertThat(seen.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(uncaught).singleElement().isInstanceOf(NoClassDefFoundError.class);
    }

    private ThreadFactory telling() {
        return work -> {
            Thread thread = new Thread(work);
            thread.setUncaughtExceptionHandler((where, problem) -> uncaught.add(problem));
            return thread;
        };
    }
}
