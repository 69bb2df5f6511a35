package io.kuberelease.app.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.testkit.GitRepository;
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
        commit("one");
        RemoteImageBuild.PlannedSource planned = planned();
        Files.writeString(directory.resolve("report.xml"), "left by the build");

        assertThatCode(() -> planned.requireIn(directory)).doesNotThrowAnyException();
    }

    @Test
    void isLostWhenTheBranchHasMovedOn() throws Exception {
        commit("one");
        RemoteImageBuild.PlannedSource planned = planned();
        commit("two");

        assertThatThrownBy(() -> planned.requireIn(directory))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessage("the source of the image can't be had again: it was "
                        + planned.revision().shortCommit() + ", and there is "
                        + planned().revision().shortCommit() + " now");
    }

    @Test
    void isLostWhenAnythingIsChangedWithoutVersionControl() throws Exception {
        Files.writeString(directory.resolve("Dockerfile"), "FROM one");
        RemoteImageBuild.PlannedSource planned = planned();
        Files.writeString(directory.resolve("Dockerfile"), "FROM two");

        assertThatThrownBy(() -> planned.requireIn(directory)).isInstanceOf(ReleaseException.Errored.class);
    }

    @Test
    void isLostWithChangesThatWereNotCommitted() throws Exception {
        commit("one");
        Path changed = Files.writeString(directory.resolve("Dockerfile.local"), "FROM one");
        RemoteImageBuild.PlannedSource planned = planned();
        Files.delete(changed);

        assertThatThrownBy(() -> planned.requireIn(directory))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("with changes that were not committed");
    }

    @Test
    void isLookedForAgainWhenGitHasNoAnswer() throws Exception {
        commit("one");
        RemoteImageBuild.PlannedSource planned = planned();
        Files.move(directory.resolve(".git"), directory.resolve("git"));

        assertThatThrownBy(() -> planned.requireIn(directory))
                .isInstanceOfSatisfying(ReleaseException.Errored.class, errored -> assertThat(errored.retryAfter())
                        .isLessThan(Duration.ofMinutes(1)))
                .hasMessageContaining("could not ask git");
    }

    private RemoteImageBuild.PlannedSource planned() {
        return new RemoteImageBuild.PlannedSource(new GitSource(Map.of()).revision(directory));
    }

    /** Commits what is in the directory with a file of this content. */
    private void commit(String content) throws Exception {
        Files.writeString(directory.resolve("Jenkinsfile"), content);
        GitRepository git = new GitRepository(directory);
        git.git("init", "--quiet", "--initial-branch=main");
        git.commit();
    }
}
