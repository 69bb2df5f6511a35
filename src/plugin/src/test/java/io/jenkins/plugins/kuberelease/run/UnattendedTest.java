package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.Unattended;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.LogRecorder;

class UnattendedTest {
    @Test
    void tellsWhatCameOfTheWorkOrWhyNothingDid() {
        List<String> told = new ArrayList<>();

        Unattended.then(CompletableFuture.completedFuture("done"), (outcome, problem) -> told.add(outcome));
        Unattended.then(
                CompletableFuture.failedFuture(new IllegalStateException("away")),
                (outcome, problem) -> told.add(problem.getMessage()));

        assertThat(told).containsExactly("done", "away");
    }

    @Test
    void logsWhatGoesWrongAtTheEndSinceNobodyElseHearsOfIt() throws Exception {
        IllegalStateException unforeseen = new IllegalStateException("unforeseen");
        try (LogRecorder log =
                new LogRecorder().record(Unattended.class, Level.WARNING).capture(1)) {
            Unattended.then(CompletableFuture.completedFuture("done"), (outcome, problem) -> {
                throw unforeseen;
            });

            assertThat(log.getRecords()).singleElement().satisfies(record -> assertThat(record.getThrown())
                    .hasRootCause(unforeseen));
        }
    }
}
