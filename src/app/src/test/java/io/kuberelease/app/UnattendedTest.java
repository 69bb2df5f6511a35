package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

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
    void logsWhatGoesWrongAtTheEndSinceNobodyElseHearsOfIt() {
        IllegalStateException unforeseen = new IllegalStateException("unforeseen");
        List<LogRecord> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Unattended.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Unattended.then(CompletableFuture.completedFuture("done"), (outcome, problem) -> {
                throw unforeseen;
            });
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }

        assertThat(logged).singleElement().satisfies(entry -> assertThat(entry.getThrown())
                .hasRootCause(unforeseen));
    }
}
