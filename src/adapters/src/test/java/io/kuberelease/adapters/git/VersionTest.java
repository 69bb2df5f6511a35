package io.kuberelease.adapters.git;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.SemVer;
import io.kuberelease.model.Version;
import io.kuberelease.request.AppNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which version a checkout has, however it was tagged, cloned or handed over. */
class VersionTest {
    @TempDir
    Path directory;

    @Test
    void aCandidateThatBecameTheReleaseIsTheRelease() throws Exception {
        Repository app =
                Repository.begun(directory).tag("v1.0.0-rc.2").tag("v1.0.0").tag("v1.0.0-rc.10");

        assertThat(app.version()).isEqualTo("1.0.0");
        assertThat(app.state(AppNames.UNKNOWN).revision().tag()).contains("v1.0.0");
    }

    @Test
    void theHighestOfSeveralReleasesOnACommitCounts() throws Exception {
        assertThat(Repository.begun(directory)
                        .tag("v1.9.0")
                        .tag("1.10.0")
                        .tag("v1.2.0")
                        .version())
                .isEqualTo("1.10.0");
    }

    @Test
    void tagsThatNameNoVersionArePassedOver() throws Exception {
        Repository app = Repository.begun(directory).tag("v1.4.0").commit();
        app.tag("v2.final.build")
                .tag("v1")
                .tag("nightly-3.0.0")
                .tag("v3.0")
                .tag("7.0.0.1")
                .commit();

        assertThat(app.version()).matches("1\\.4\\.1-main\\.2\\.g[0-9a-f]{7}");
    }

    @ParameterizedTest
    @CsvSource({
        "v1, has 1 of three numbers",
        "1.2, has 2 of three numbers",
        "7.0.0.1, has 4 of three numbers",
        "V1.2.3, begins with a capital V",
        "1.2.3rc1, is no Semantic Version",
        "@scope/shop@1.4.0, has @scope/shop@ before it; the app's are shop/1.4.0",
        "release-1.2.3, has release- before it",
        "shop-v2, has 1 of three numbers"
    })
    void aTagThatPeopleWouldTakeForAVersionIsNamedWithWhyItWasNot(String tag, String why) throws Exception {
        Repository app = Repository.begun(directory).tag("v1.0.0").commit().tag(tag);

        SourceState state = app.state(new AppNames("shop", ""));

        assertThat(state.version()).startsWith("1.0.1-main.1.g");
        assertThat(state.notes()).singleElement().asString().contains("looks like one: " + tag + " (" + why);
        assertThat(app.commit().tag("v9.0.0").state(new AppNames("shop", "")).notes())
                .as("what comes before the tag that was taken")
                .isEmpty();
    }

    @Test
    void tagsThatNobodyTakesForAVersionAreNotNamed() throws Exception {
        Repository app = Repository.begun(directory).tag("v1.0.0").tag("v1").tag("v1.0");
        app.commit().tag("build-57").tag("nightly").tag("2024-01-15").tag("deployed/production");

        assertThat(app.state(new AppNames("shop", "")).notes()).isEmpty();
    }

    @Test
    void whereAnAppHasTagsOfItsOwnOnesForAllAreNamedAndItsNeighboursAreNot() throws Exception {
        Repository app = Repository.begun(directory).tag("shop/v1.2.0").commit();
        app.tag("v5.0.0").tag("web/v9.0.0");

        assertThat(app.state(new AppNames("shop", "")).notes())
                .singleElement()
                .asString()
                .contains("v5.0.0 (is not the app's, which has tags of its own)")
                .doesNotContain("web/");
    }

    @Test
    void twoVersionsAreTwoTagsOfTheImage() {
        assertThat(new Version("1.2.3+b").asTag()).isEqualTo("1.2.3_b").isNotEqualTo(new Version("1.2.3-b").asTag());
    }

    @Test
    void aNumberMayBeAsLongAsHelmReadsIt() throws Exception {
        Repository app = Repository.begun(directory).tag("v0.0.20241122101530").commit();

        assertThat(app.version()).startsWith("0.0.20241122101531-main.1.g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.0.99999999999999999999", "v2024.01.15", "1.0.0-rc.01", "v1.2.3+b_1"})
    void aLastTagThatLooksLikeAVersionAndIsNoneIsRefusedByName(String tag) throws Exception {
        Repository app = Repository.begun(directory).tag("v1.0.0").commit().tag(tag);

        assertThat(app.refusal()).contains("the tag " + tag + " looks like a version and is none", "--version");
        assertThat(app.commit().refusal()).contains("the tag " + tag);
        assertThat(app.tag("v3.0.0").version()).isEqualTo("3.0.0");
        assertThat(app.commit().version()).startsWith("3.0.1-main.1.g");
    }

    @Test
    void theLargestNumberHasNoNext() throws Exception {
        Repository app = Repository.begun(directory).tag("1.0.18446744073709551615");

        assertThat(app.version()).isEqualTo("1.0.18446744073709551615");
        assertThat(app.commit().refusal()).contains("no version comes after the tag 1.0.18446744073709551615");
    }

    @ParameterizedTest
    @CsvSource({
        "v1.4.7-rc.1, 1.4.7-rc.1, 1.4.7-rc.2",
        "v1.4.7-rc.1, 1.4.7-rc.1, 1.4.7-rc.1.1",
        "1.4.7-beta, 1.4.7-beta, 1.4.7-beta.1",
        "1.4.7-3, 1.4.7-3, 1.4.7-4",
        "1.4.7-rc.1+build.9, 1.4.7-rc.1, 1.4.7-rc.2",
        "1.4.0+build.9, 1.4.0, 1.4.1"
    })
    void whatIsDerivedComesAfterTheTagAndBeforeTheNext(String tag, String after, String before) throws Exception {
        Repository app = Repository.begun(directory).tag(tag).commit();

        SemVer derived = SemVer.parse(app.version()).orElseThrow();

        assertThat(derived).isGreaterThan(SemVer.parse(after).orElseThrow());
        assertThat(derived).isLessThan(SemVer.parse(before).orElseThrow());
        assertThat(derived.toString()).contains("main.1.g");
    }

    @Test
    void whereLinesAreMergedTheVersionDoesNotGoBack() throws Exception {
        Repository app = Repository.begun(directory).tag("v1.9.0");
        app.git("checkout", "-q", "-b", "fixes");
        app.commit().commit().commit().tag("v1.9.1");
        app.git("checkout", "-q", "main");
        app.commit().tag("v2.0.0").commit();
        app.git("merge", "-q", "--no-ff", "-m", "merge", "fixes");

        assertThat(app.version()).matches("2\\.0\\.1-main\\.5\\.g.*");
    }

    @Test
    void aProjectMayBeginToCountAnew() throws Exception {
        assertThat(Repository.begun(directory)
                        .tag("v2019.1.0")
                        .commit()
                        .tag("v1.0.0")
                        .commit()
                        .version())
                .startsWith("1.0.1-main.1.g");
    }

    @Test
    void annotatedTagsTagsOfTagsAndPackedOnesAreTags() throws Exception {
        Repository app = Repository.begun(directory);
        app.git("tag", "-a", "-m", "candidate", "v2.0.0-rc.1");
        app.git("tag", "-a", "-m", "release", "v2.0.0", "v2.0.0-rc.1");
        app.git("pack-refs", "--all");

        assertThat(app.version()).isEqualTo("2.0.0");
    }

    @Test
    void anAppWithTagsOfItsOwnGoesByTheseAlone() throws Exception {
        Repository app = Repository.begun(directory).tag("shop/v1.2.0").tag("web/v9.0.0");
        app.commit().tag("v5.0.0");

        assertThat(app.version(new AppNames("shop", ""))).startsWith("1.2.1-main.1.g");
        assertThat(app.version(new AppNames("web", ""))).startsWith("9.0.1-main.1.g");
        assertThat(app.version(new AppNames("other", ""))).isEqualTo("5.0.0");
        assertThat(app.tag("shop-1.3.0").version(new AppNames("shop", ""))).isEqualTo("1.3.0");
        assertThat(app.state(new AppNames("shop", "")).revision().tag()).contains("shop-1.3.0");
    }

    @Test
    void aShallowCloneThatMayLackTagsIsRefused() throws Exception {
        Repository.begun(directory.resolve("deep")).tag("v1.0.0").commit().commit();
        Repository flat = clone("deep", "--depth", "1");

        assertThat(flat.refusal()).contains("shallow clone", "git fetch --unshallow --tags", "fetch-depth: 0");
        flat.git("fetch", "-q", "--unshallow", "--tags");
        assertThat(flat.version()).startsWith("1.0.1-main.2.g");
    }

    @Test
    void aShallowCloneThatLacksNothingIsNot() throws Exception {
        Repository deep = Repository.begun(directory.resolve("deep"))
                .commit()
                .tag("v1.0.0")
                .commit();
        Repository flat = clone("deep", "--depth", "2");
        assertThat(flat.version()).startsWith("1.0.1-main.1.g");

        deep.tag("v1.1.0");
        flat.git("fetch", "-q", "--tags", "--depth", "1");
        assertThat(flat.version()).isEqualTo("1.1.0");
    }

    @Test
    void aCheckoutOfSomebodyElseIsRefusedWithWhatMendsIt() throws Exception {
        Repository app = Repository.begun(directory).tag("v1.0.0");

        assertThat(app.refusal(Map.of("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")))
                .contains("belongs to another user", "git config --global --add safe.directory " + directory);
    }

    @Test
    void aCheckoutWhoseRepositoryIsGoneIsRefused() throws Exception {
        Path worktree = Files.createDirectories(directory.resolve("worktree"));
        Files.writeString(worktree.resolve(".git"), "gitdir: /nowhere/.git/worktrees/worktree\n");

        assertThat(new Repository(worktree).refusal()).contains("not a git repository: /nowhere");
    }

    @Test
    void worktreesAndSubmodulesAreCheckouts() throws Exception {
        Repository app =
                Repository.begun(directory.resolve("app")).tag("v1.4.6").commit();
        app.git("worktree", "add", "-q", "--detach", "../beside");
        Repository outer = Repository.begun(directory.resolve("outer")).tag("v7.0.0");
        outer.git("submodule", "--quiet", "add", app.directory().toString(), "inner");

        assertThat(new Repository(directory.resolve("beside")).version()).startsWith("1.4.7-detached.1.g");
        assertThat(new Repository(outer.directory().resolve("inner")).version()).startsWith("1.4.7-main.1.g");
    }

    @Test
    void aHookOfAnotherRepositoryDoesNotLendItsVersion() throws Exception {
        Repository other = Repository.begun(directory.resolve("other")).tag("v9.0.0");
        Repository app = Repository.begun(directory.resolve("app")).tag("v1.0.0");
        String gitDir = other.directory().resolve(".git").toString();

        assertThat(app.state(AppNames.UNKNOWN, Map.of("GIT_DIR", gitDir)).version())
                .isEqualTo("1.0.0");
    }

    @Test
    void aRepositoryThatIsNamedByVariablesCounts() throws Exception {
        Path bare = directory.resolve("repository");
        Repository app = Repository.begun(directory.resolve("app")).tag("v1.0.0");
        Files.move(app.directory().resolve(".git"), bare);

        assertThat(app.state(
                                AppNames.UNKNOWN,
                                Map.of(
                                        "GIT_DIR",
                                        bare.toString(),
                                        "GIT_WORK_TREE",
                                        app.directory().toString()))
                        .version())
                .isEqualTo("1.0.0");
    }

    @Test
    void aBranchMayBeCalledAsGitCallsNone() throws Exception {
        Repository app = Repository.begun(directory).tag("v1.0.0");
        app.git("checkout", "-q", "-b", "(detached)");
        assertThat(app.state(AppNames.UNKNOWN).revision().branch()).isEqualTo("(detached)");

        app.git("checkout", "-q", "-b", "none");
        assertThat(app.commit().version()).startsWith("1.0.1-none.1.g");
    }

    @Test
    void settingsOfTheUserChangeNothing() throws Exception {
        Repository app = Repository.begun(directory).tag("v1.0.0").tag("v1.0.1");
        app.git("config", "column.ui", "always");
        app.git("config", "status.showUntrackedFiles", "no");
        app.git("config", "color.ui", "always");
        app.git("config", "status.branch", "true");

        assertThat(app.version()).isEqualTo("1.0.1");
        app.write("new", "file");
        assertThat(app.version()).contains(".modified.x");
    }

    @Test
    void aVersionThatWasAskedForIsNotLookedFor() throws Exception {
        Repository.begun(directory.resolve("deep"));
        Repository deep = new Repository(directory.resolve("deep")).commit();
        Repository flat = clone("deep", "--depth", "1");

        SourceState state = new GitSource(Map.of()).state(flat.directory(), AppNames.UNKNOWN, Optional.of("3.2.1"));

        assertThat(state.problems()).isEmpty();
        assertThat(state.version()).isEqualTo("3.2.1");
        assertThat(state.revision().commit()).isEqualTo(deep.git("rev-parse", "HEAD"));
    }

    @Test
    void beforeTheFirstCommitTheContentIsTheRevision() throws Exception {
        Repository app = Repository.in(directory).write("page.html", "one");
        String one = app.version();
        assertThat(one).startsWith("0.0.0-none.0.g");
        assertThat(app.state(AppNames.UNKNOWN).revision().origin()).isEqualTo("in no commit, content");

        assertThat(app.write("page.html", "two").version())
                .startsWith("0.0.0-none.0.g")
                .isNotEqualTo(one);
    }

    private Repository clone(String from, String... options) throws Exception {
        Path to = directory.resolve("clone");
        Repository clone = new Repository(Files.createDirectories(to));
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("clone", "-q"));
        command.addAll(java.util.List.of(options));
        command.add("file://" + directory.resolve(from));
        command.add(".");
        clone.git(command.toArray(String[]::new));
        return clone;
    }
}
