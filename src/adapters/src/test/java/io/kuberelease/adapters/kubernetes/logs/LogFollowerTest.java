package io.kuberelease.adapters.kubernetes.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogFollowerTest {
    private static final long WITHIN_SECONDS = 20;
    private static final ContainerLog LOG = new ContainerLog("polls", "pod", "test", false);

    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** As it goes with a container that has ended before anybody saw it run: the beginning comes last. */
    @Test
    void aContainerThatHasEndedIsReadOnceAndNotFollowed() throws Exception {
        try (LogServer server = new LogServer(200, "2026-11-21T10:00:00.000000001Z the only line\n");
                LogFollower follower = new LogFollower(server.client(), LOG, lines::add, Runnable::run)) {
            var told = follower.finish();
            follower.start();

            told.get(WITHIN_SECONDS, TimeUnit.SECONDS);

            assertThat(lines).containsExactly("the only line");
            assertThat(server.asked())
                    .containsExactly("/api/v1/namespaces/polls/pods/pod/log?container=test&timestamps=true");
        }
    }
}
