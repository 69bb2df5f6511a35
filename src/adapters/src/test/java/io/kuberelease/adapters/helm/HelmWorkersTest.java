package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HelmWorkersTest {
    private final HelmWorkers workers = new HelmWorkers(HelmFixture.command(), InstantSource.system());

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    void saysWhichHelmItHoldsAndIsUsedAgain() throws Exception {
        workers.prepare();

        long first = workers.use(HelmFixture.control("r-1"), worker -> {
            assertThat(hello(worker).path("helm").asText()).startsWith("v4.");
            return worker.pid();
        });
        long second = workers.use(HelmFixture.control("r-1"), HelmWorker::pid);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void tellsACheckupWhichHelmLoads() {
        assertThat(workers.helmVersion(HelmFixture.control("doctor"))).startsWith("v4.");
    }

    @Test
    void endsAtOnceWhenItsStdinCloses() throws Exception {
        Process process = HelmFixture.command().builder().start();

        process.getOutputStream().close();

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void isKilledWhenTheStageIsCancelledAndReplacedWhenNeededAgain() throws Exception {
        ManualCancellation cancellation = new ManualCancellation();

        assertThatThrownBy(() -> workers.use(HelmFixture.control("r-1", false, cancellation), worker -> {
                    hello(worker);
                    cancellation.request();
                    return hello(worker);
                }))
                .isInstanceOf(HelmWorker.Gone.class)
                .hasMessageContaining("ended");
        assertThat(workers.use(HelmFixture.control("r-1"), HelmWorkersTest::hello))
                .isNotNull();
    }

    @Test
    void refusesWhatItDoesNotKnowAndGoesOn() throws Exception {
        workers.use(HelmFixture.control("r-1"), worker -> {
            assertThatThrownBy(() -> worker.ask("dance", Map.of(), JsonNode.class))
                    .isInstanceOf(HelmWorker.Refused.class)
                    .hasMessageContaining("dance");
            return hello(worker);
        });
    }

    private static JsonNode hello(HelmWorker worker) throws IOException, HelmWorker.Refused {
        return worker.ask("hello", Map.of(), JsonNode.class);
    }
}
