package io.kuberelease.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program as it is assembled does what the README says of it; no cluster is touched. */
class ReadmeIT {
    private static final Path PROGRAM =
            Path.of("target/kube-release/bin/kube-release").toAbsolutePath();

    @Test
    void planShowsTheExampleAndTouchesNothing() throws Exception {
        Process process = new ProcessBuilder(PROGRAM.toString(), "plan")
                .directory(Page.ROOT.resolve("examples/polls").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("polls", "postgres 15", "staging", "production", "needs approval");
    }
}
