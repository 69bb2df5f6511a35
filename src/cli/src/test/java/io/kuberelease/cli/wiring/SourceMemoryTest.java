package io.kuberelease.cli.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.git.BranchCheckout;
import io.kuberelease.cli.wiring.SourceMemory.Place;
import io.kuberelease.testkit.GitRepository;
import java.nio.file.Files;
import java.nio.file.Path;
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
        GitRepository repository = new GitRepository(app);
        repository.git("init", "-q", "-b", "main");
        Files.writeString(app.resolve("page.html"), "main");
        repository.commit();
        repository.git("switch", "-q", "-c", "search");
        Files.writeString(app.resolve("page.html"), "search");
        repository.commit();
        String commit = repository.git("rev-parse", "HEAD");
        repository.git("switch", "-q", "main");
        BranchCheckout killed = BranchCheckout.of(app, "search", Map.of()).orElseThrow();
        SourceMemory.remember(release, new Place(killed.directory(), Optional.of(app)));

        Path again;
        // Killed and resumed once more.
        new SourceMemory().recall(release, commit, Map.of());
        try (SourceMemory memory = new SourceMemory()) {
            again = memory.recall(release, commit, Map.of());
            assertThat(again.resolve("page.html")).hasContent("search");
            assertThat(memory.recall(release, commit, Map.of())).isEqualTo(again);
            assertThat(repository.git("worktree", "list").lines()).hasSize(2);
        }
        assertThat(again).doesNotExist();
        assertThat(killed.directory()).doesNotExist();
    }
}
