package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.access.Reach;
import io.kuberelease.app.access.Reach.Kind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ReleasePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a stranger's change is deployed, and what it reaches then. */
class ShownChangeTest {
    private static final BranchChoice OWN =
            new BranchChoice(Optional.of("PR-12"), Optional.of("PR-12"), Optional.empty());
    private static final String FILE = """
            app: shop
            image: {repository: registry.example/shop}
            environments: {production: {cluster: there}}
            preview: {cluster: here, host: "{branch}.shop.example.com"}
            """;

    @TempDir
    Path source;

    @Test
    void theRevisionThatWasShownIsDeployed() {
        assertThatCode(() -> change("aa1", "aa1").require(OWN, true)).doesNotThrowAnyException();
    }

    @Test
    void noOtherIs() {
        assertRefused(change(null, "aa1"), OWN, true, "is not deployed by itself");
        assertRefused(change("aa1", "bb2"), OWN, true, "bb2 instead of aa1");
        assertRefused(change("aa1", null), OWN, true, "an unknown one instead of aa1");
        assertThat(change(null, null).isWanted()).isFalse();
    }

    @Test
    void itIsDeployedInNoBranchsPlace() {
        BranchChoice fetched = new BranchChoice(Optional.of("main"), Optional.of("main"), Optional.of("main"));
        BranchChoice named = new BranchChoice(Optional.of("main"), Optional.empty(), Optional.empty());

        assertRefused(change("aa1", "aa1"), fetched, true, "in the place of branch main");
        assertRefused(change("aa1", "aa1"), named, false, "in the place of branch main");
    }

    @Test
    void aWorkspaceMayHoldSomethingElse() {
        assertRefused(change("aa1", "aa1"), OWN, false, "need not be the revision that was shown");
    }

    @Test
    void itReachesThePreviewsClusterAndItsOwnRepositoryAndNothingElse() throws Exception {
        ReleasePlan preview = plan(spec().previewing(Optional.of("PR-12")));

        assertThat(ShownChange.needs(preview, new Reach(Kind.CLUSTER, "here"))).isTrue();
        assertThat(ShownChange.needs(preview, new Reach(Kind.CLUSTER, "there"))).isFalse();
        assertThat(ShownChange.needs(preview, new Reach(Kind.REGISTRY, "registry.example/shop")))
                .isTrue();
        assertThat(ShownChange.needs(preview, new Reach(Kind.REGISTRY, "registry.example/bank")))
                .isFalse();
        assertThat(ShownChange.needs(preview, new Reach(Kind.TOOL, "Helm"))).isTrue();
    }

    @Test
    void aReleaseToEnvironmentsReachesNothing() throws Exception {
        ReleasePlan release = plan(spec());

        assertThat(ShownChange.needs(release, new Reach(Kind.CLUSTER, "there"))).isFalse();
        assertThat(ShownChange.needs(release, new Reach(Kind.REGISTRY, "registry.example/shop")))
                .isFalse();
        assertThat(ShownChange.needs(release, new Reach(Kind.TOOL, "Helm"))).isFalse();
    }

    private static void assertRefused(ShownChange change, BranchChoice choice, boolean fetched, String why) {
        assertThatThrownBy(() -> change.require(choice, fetched))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining(why);
    }

    private static ShownChange change(String shown, String built) {
        return new ShownChange("PR-12 #1", Optional.ofNullable(shown), Optional.ofNullable(built));
    }

    private ReleasePlan plan(ReleaseSpec spec) throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(source.resolve("kube-release.yaml"), FILE);
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
        return new ReleasePlanner(directory -> new GitSource(Map.of()), Map.of(), clock)
                .plan(spec, source)
                .plan();
    }

    private static ReleaseSpec spec() {
        return new ReleaseSpec(
                ReleaseSpec.File.usual(),
                ReleaseSpec.Beside.NOTHING,
                ReleaseSpec.Parts.ALL,
                Optional.of("1.0.0"),
                List.of(),
                "ann");
    }
}
