package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmWorkerProgramTest {
    @TempDir
    Path directory;

    @Test
    void isTakenOutOnceHoweverManyWantIt() throws IOException {
        HelmWorkerProgram program = HelmWorkerProgram.ofThisMachine();

        List<CompletableFuture<Path>> taken = Stream.generate(() -> CompletableFuture.supplyAsync(() -> in(program)))
                .limit(4)
                .toList();
        taken.forEach(CompletableFuture::join);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(program.in(directory));
        }
        assertThat(program.in(directory)).isExecutable();
    }

    @Test
    void saysWhenThereIsNoneForTheMachine() {
        assertThatThrownBy(() -> new HelmWorkerProgram("SunOS", "sparc").in(directory))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("carries no Helm for sunos-sparc");
    }

    @Test
    void handsOnNothingButWhatHelmNeeds() throws IOException {
        Map<String, String> environment =
                HelmWorkerCommand.in(directory).builder().environment();

        assertThat(environment.keySet())
                .contains("PATH")
                .allMatch(name -> name.matches("PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|SSL_.*|.*_(?i:proxy)"
                        + "|XDG_.*|AWS_.*|AZURE_.*|AAD_.*|ARM_.*|GOOGLE_.*|CLOUDSDK_.*|OCI_.*|TSH_.*|TELEPORT_.*"
                        + "|USE_GKE_GCLOUD_AUTH_PLUGIN|KRB5CCNAME|HELM_WORKER_MEMORY_MIB"));
    }

    private Path in(HelmWorkerProgram program) {
        try {
            return program.in(directory);
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
