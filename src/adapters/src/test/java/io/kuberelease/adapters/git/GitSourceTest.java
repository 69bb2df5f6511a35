package io.kuberelease.adapters.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.SourceRevision;
import io.kuberelease.request.AppNames;
import io.kuberelease.testkit.GitRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSourceTest {
    @TempDir
    Path directory;

    private final GitSource source = new GitSource(Map.of());

    @BeforeEach
    void anEmptyApp() throws Exception {
        Files.writeString(directory.resolve("page.html"), "hello");
    }

    @Test
    void aTagOnTheCommitIsTheVersion() throws Exception {
        commit("main");
        git("tag", "v1.4.0");

        assertThat(version()).isEqualTo("1.4.0");
        assertThat(source.revision(directory).tag()).contains("v1.4.0");
    }

    @Test
    void aCommitAfterATagSortsBetweenItAndTheNextPatch() throws Exception {
        commit("main");
        git("tag", "1.4.0");
        Files.writeString(directory.resolve("page.html"), "hello again");
        commit("main");

        assertThat(version()).matches("1\\.4\\.1-main\\.1\\.g[0-9a-f]{7}");
    }

    @Test
    void changesThatAreNotCommittedArePartOfTheVersion() throws Exception {
        commit("main");
        git("tag", "1.4.0");
        Files.writeString(directory.resolve("page.html"), "changed");

        SourceRevision revision = source.revision(directory);

        assertThat(revision.modified()).isTrue();
        assertThat(version()).matches("1\\.4\\.1-main\\.0\\.g[0-9a-f]{7}\\.modified\\.x[0-9a-f]{8}");
    }

    @Test
    void aBranchMayBeCalledAnything() throws Exception {
        commit("feature/<b>$(id)</b>");

        assertThat(version()).startsWith("0.0.0-feature-b-id-b.1.g");
    }

    @Test
    void theDefaultBranchIsTheOriginsAndNeverGuessed() throws Exception {
        commit("main");
        assertThat(source.defaultBranch(directory)).isEmpty();
        git("update-ref", "refs/remotes/origin/develop", "HEAD");
        git("update-ref", "refs/remotes/origin/main", "HEAD");
        assertThat(source.defaultBranch(directory)).isEmpty();

        git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop");

        assertThat(source.defaultBranch(directory)).contains("develop");
        assertThat(source.defaultBranch(directory.resolve("nothing"))).isEmpty();
    }

    @Test
    void aCommitIsOfTheBranchThatSomebodyHasNamedUnlessItSaysAnother() throws Exception {
        commit("main");
        assertThat(source.ofBranch("search").revision(directory).branch()).isEqualTo("main");
        git("checkout", "-q", "--detach");

        GitSource named = new GitSource(Map.of("BRANCH_NAME", "PR-7")).ofBranch("search");

        assertThat(named.revision(directory).branch()).isEqualTo("search");
        assertThat(named.state(directory, AppNames.UNKNOWN, Optional.empty()).version())
                .startsWith("0.0.0-search.");
    }

    @Test
    void aCheckoutWithoutABranchTakesTheBuildersWord() throws Exception {
        commit("main");
        git("checkout", "-q", "--detach");

        assertThat(new GitSource(Map.of("BRANCH_NAME", "release/7"))
                        .revision(directory)
                        .branch())
                .isEqualTo("release/7");
    }

    @Test
    void withoutGitTheContentIsTheRevision() throws Exception {
        String before = source.revision(directory).commit();
        assertThat(source.revision(directory).commit()).isEqualTo(before).hasSize(40);

        Files.writeString(directory.resolve("page.html"), "changed");

        assertThat(source.revision(directory).commit()).isNotEqualTo(before);
    }

    private String version() {
        return source.state(directory, AppNames.UNKNOWN, Optional.empty()).version();
    }

    private void commit(String branch) throws Exception {
        if (!Files.exists(directory.resolve(".git"))) {
            git("init", "-q");
            git("checkout", "-q", "-b", branch);
        }
        git("add", ".");
        git("commit", "-q", "-m", "change");
    }

    private void git(String... arguments) throws Exception {
        new GitRepository(directory).git(arguments);
    }
}
