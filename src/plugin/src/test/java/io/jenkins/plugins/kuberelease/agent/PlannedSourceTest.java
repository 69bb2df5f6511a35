package io.jenkins.plugins.kuberelease.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.model.ReleaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedSourceTest {
    @TempDir
    Path directory;

    @Test
    void isThereWhileTheCommitIsTheSame() throws Exception {
        SourceRepository.of(directory, "one");
        BuildOnAgent.PlannedSource planned = planned();
        Files.writeString(directory.resolve("report.xml"), "left by the build");

        assertThatCode(() -> planned.requireIn(directory)).doesNotThrowAnyException();
    }

    @Test
    void isLostWhenTheBranchHasMovedOn() throws Exception {
        SourceRepository.of(directory, "one");
        BuildOnAgent.PlannedSource planned = planned();
        SourceRepository.of(directory, "two");

        assertThatThrownBy(() -> planned.requireIn(directory))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessage("the source of the image can't be had again: it was "
                        + planned.revision().shortCommit() + ", and there is "
                        + planned().revision().shortCommit() + " now");
    }

    @Test
    void isLostWhenAnythingIsChangedWithoutVersionControl() throws Exception {
        Files.writeString(directory.resolve("Dockerfile"), "FROM one");
        BuildOnAgent.PlannedSource planned = planned();
        Files.writeString(directory.resolve("Dockerfile"), "FROM two");

        assertThatThrownBy(() -> planned.requireIn(directory)).isInstanceOf(ReleaseException.Errored.class);
    }

    @Test
    void isLostWithChangesThatWereNotCommitted() throws Exception {
        SourceRepository.of(directory, "one");
        Path changed = Files.writeString(directory.resolve("Dockerfile.local"), "FROM one");
        BuildOnAgent.PlannedSource planned = planned();
        Files.delete(changed);

        assertThatThrownBy(() -> planned.requireIn(directory))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("with changes that were not committed");
    }

    @Test
    void isLookedForAgainWhenGitHasNoAnswer() throws Exception {
        SourceRepository.of(directory, "one");
        BuildOnAgent.PlannedSource planned = planned();
        Files.move(directory.resolve(".git"), directory.resolve("git"));

        assertThatThrownBy(() -> planned.requireIn(directory))
                .isInstanceOfSatisfying(ReleaseException.Errored.class, errored -> assertThat(errored.retryAfter())
                        .isLessThan(Duration.ofMinutes(1)))
                .hasMessageContaining("could not ask git");
    }

    private BuildOnAgent.PlannedSource planned() {
        return new BuildOnAgent.PlannedSource(new GitSource(Map.of()).revision(directory));
    }
}
