package io.kuberelease.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.git.BranchCheckout;
import io.kuberelease.cli.wiring.SourceMemory.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceMemoryTest {
    @TempDir
    Path directory;

    @Test
    void aDirectoryThatStaysIsTakenAgainAndARemoteReleaseHasNone() throws Exception {
        Path release = Files.createDirectory(directory.resolve("release"));
        try (SourceMemory memory = new SourceMemory()) {
            assertThat(memory.recall(release, "0".repeat(40), Map.of())).isEqualTo(release);
            SourceMemory.remember(release, Place.of(directory.resolve("app")));

            assertThat(memory.recall(release, "0".repeat(40), Map.of())).isEqualTo(directory.resolve("app"));
        }
    }

    @Test
    void aBranchThatWasCheckedOutForAReleaseThatWasKilledIsCheckedOutAgainAtItsCommit() throws Exception {
        Path app = Files.createDirectory(directory.resolve("app"));
        Path release = Files.createDirectory(directory.resolve("release"));
        git(app, "init", "-q", "-b", "main");
        Files.writeString(app.resolve("page.html"), "main");
        commit(app);
        git(app, "switch", "-q", "-c", "search");
        Files.writeString(app.resolve("page.html"), "search");
        commit(app);
        String commit = git(app, "rev-parse", "HEAD").strip();
        git(app, "switch", "-q", "main");
        BranchCheckout killed = BranchCheckout.of(app, "search", Map.of()).orElseThrow();
        SourceMemory.remember(release, new Place(killed.directory(), Optional.of(app)));

        Path again;
        // Killed and resumed once more.
        new SourceMemory().recall(release, commit, Map.of());
        try (SourceMemory memory = new SourceMemory()) {
            again = memory.recall(release, commit, Map.of());
            assertThat(again.resolve("page.html")).hasContent("search");
            assertThat(memory.recall(release, commit, Map.of())).isEqualTo(again);
            assertThat(git(app, "worktree", "list").lines()).hasSize(2);
        }
        assertThat(again).doesNotExist();
        assertThat(killed.directory()).doesNotExist();
    }

    private static void commit(Path app) throws Exception {
        git(app, "add", "-A");
        git(app, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "change");
    }

    private static String git(Path where, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
