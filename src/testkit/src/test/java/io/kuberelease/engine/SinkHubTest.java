package io.kuberelease.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.port.EventSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SinkHubTest {
    private static final Duration MUCH_LATER = Duration.ofSeconds(30);

    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @AfterEach
    void end() {
        over.countDown();
    }

    /** For example one whose server takes the connection and never answers. */
    @Test
    void aSinkThatDoesNotCloseHoldsNobodyUp() {
        SinkHub hub = new SinkHub(List.of(new Closing(this::waitForEver), new Closing(this::waitForEver)));

        Assertions.assertTimeoutPreemptively(MUCH_LATER, hub::close);
    }

    @Test
    void aSinkIsClosedOnceWhatIsQueuedIsTold() throws Exception {
        new SinkHub(List.of(new Closing(closed::countDown))).close();

        assertThat(closed.await(MUCH_LATER.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void waitForEver() {
        for (boolean waits = true; waits; ) {
            try {
                over.await();
                waits = false;
            } catch (InterruptedException ignored) {
                waits = over.getCount() > 0;
            }
        }
    }

    private record Closing(Runnable closing) implements EventSink {
        @Override
        public String name() {
            return "closing";
        }

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState state) {
            return Map.of();
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
