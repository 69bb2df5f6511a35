package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which apps have previews, as it is found after a restart: each question is asked of a new register. */
class PreviewRegisterTest {
    private static final String POLLS = """
            app: polls
            image: {repository: registry.example/polls}
            preview: {cluster: staging, host: "{branch}.polls.example.com"}
            """;

    @TempDir
    Path root;

    @Test
    void anAppIsKnownWithItsReleaseFileByAnotherProcess() {
        register().released("team/polls", POLLS, "feature/x", Optional.of("feature/x"));

        RegisteredApp app = only();
        assertThat(app.project()).isEqualTo("team/polls");
        assertThat(app.cluster()).isEqualTo("staging");
        assertThat(app.described().previews().orElseThrow().host()).isEqualTo("{branch}.polls.example.com");
        assertThat(app.branches()).containsOnlyKeys("feature/x");
        assertThat(register().of("team")).isEmpty();
    }

    @Test
    void previewsThatMovedToAnotherClusterAreKnownInBoth() {
        register().released("polls", POLLS, "one", Optional.of("one"));
        register().released("polls", POLLS.replace("staging", "other"), "two", Optional.of("two"));

        assertThat(register().of("polls")).extracting(RegisteredApp::cluster).containsExactly("other", "staging");
    }

    @Test
    void aBranchIsOverWhenAllThatWasReleasedToItIsGone() {
        register().released("polls", POLLS, "feature", Optional.of("feature"));
        register().released("polls", POLLS, "feature", Optional.of("PR-7"));

        register().ended("polls", "PR-7");
        assertThat(only().branch("feature").over()).isFalse();

        register().ended("polls", "feature");
        assertThat(only().branch("feature").over()).isTrue();
    }

    @Test
    void aBranchThatIsOnlyANameIsNeverOverBecauseARepositoryDoesNotHaveIt() {
        register().released("polls", POLLS, "demo", Optional.empty());

        register().ended("polls", "demo");

        assertThat(only().branch("demo").over()).isFalse();
    }

    @Test
    void theHeadsOfAnotherProjectSayNothing() {
        register().released("polls", POLLS, "feature", Optional.of("feature"));

        register().ended("shop", "feature");

        assertThat(only().branch("feature").over()).isFalse();
    }

    @Test
    void aPreviewThatAnotherProjectStillReleasesToIsNotOver() {
        register().released("polls", POLLS, "feature", Optional.of("feature"));
        register().released("nightly", POLLS, "feature", Optional.of("feature"));
        register().ended("polls", "feature");

        assertThat(register().over(register().of("polls").get(0))).isEmpty();

        register().ended("nightly", "feature");
        assertThat(register().over(register().of("polls").get(0))).containsExactly("feature");
    }

    @Test
    void aBranchThatIsReleasedAgainIsNotOver() {
        register().released("polls", POLLS, "feature", Optional.of("feature"));
        register().ended("polls", "feature");
        RegisteredApp before = only();

        register().released("polls", POLLS, "feature", Optional.of("feature"));
        register().removed(before, "feature");

        assertThat(only().branches()).containsOnlyKeys("feature");
        assertThat(only().branch("feature").over()).isFalse();
    }

    @Test
    void aRemovedPreviewIsForgotten() {
        register().released("polls", POLLS, "feature", Optional.of("feature"));
        register().ended("polls", "feature");

        register().removed(only(), "feature");

        assertThat(only().branches()).isEmpty();
    }

    @Test
    void aFileThatCantBeReadIsToldOfAndLeftAlone() throws IOException {
        register().released("polls", POLLS, "feature", Optional.of("feature"));
        register().released("shop", POLLS.replace("polls", "shop"), "feature", Optional.of("feature"));
        Path broken = files().get(0);
        Files.writeString(broken, "{\"form\": 1, \"proj");

        assertThat(register().all()).hasSize(1);
        assertThat(register().unreadable())
                .singleElement()
                .asString()
                .contains("since " + broken + " can't be read", "put it right, or delete it");
        assertThat(Files.readString(broken)).isEqualTo("{\"form\": 1, \"proj");
    }

    @Test
    void theNextPreviewWritesABrokenFileAnewAndKeepsTheBrokenOne() throws IOException {
        register().released("polls", POLLS, "feature", Optional.of("feature"));
        Files.writeString(files().get(0), "nothing");

        register().released("polls", POLLS, "other", Optional.of("other"));

        assertThat(only().branches()).containsOnlyKeys("other");
        try (Stream<Path> all = Files.list(root)) {
            assertThat(all.filter(file -> file.toString().endsWith(".unreadable")))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent("nothing"));
        }
    }

    @Test
    void aProjectIsFollowedWhenItOrItsFolderMoves() {
        register().released("team/polls", POLLS, "feature", Optional.of("feature"));
        register().released("teams", POLLS, "feature", Optional.of("feature"));

        register().moved("team", "crew");

        assertThat(register().all()).extracting(RegisteredApp::project).containsExactly("crew/polls", "teams");
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        register().released("polls", POLLS, "feature", Optional.of("feature"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void aReleaseFileWithoutPreviewsIsRefused() {
        assertThatThrownBy(() -> register()
                        .released(
                                "polls",
                                "app: polls\nimage: {repository: registry.example/polls}\n",
                                "feature",
                                Optional.empty()))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("says nothing of previews");
        assertThat(register().all()).isEmpty();
    }

    private PreviewRegister register() {
        return new PreviewRegister(root);
    }

    private RegisteredApp only() {
        List<RegisteredApp> all = register().all();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
