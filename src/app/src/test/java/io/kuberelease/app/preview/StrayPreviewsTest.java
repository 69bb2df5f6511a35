package io.kuberelease.app.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.port.Previews;
import io.kuberelease.port.StageControl;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrayPreviewsTest {
    private final Clusters clusters = new Clusters();

    @Test
    void previewsOfAnotherClusterOrOfTheAppsFormerNameAreSaidWithHowToListThem() throws Exception {
        clusters.has("staging", "polls", "search", "search.polls.example.com");
        clusters.has("staging", "votes", "fix", "fix.polls.example.com");
        clusters.has("staging", "shop", "cart", "cart.shop.example.com");
        clusters.has("production", "polls", "old", "old.polls.example.com");
        clusters.has("production", "shop", "cart", "cart.shop.example.com");

        assertThat(lines())
                .containsExactly(
                        "also 1 of votes in cluster staging, which the release file names no more for its previews: fix"
                                + " (kube-release preview list --app votes)",
                        "also 1 of polls in cluster production, which the release file names no more for its previews:"
                                + " old (kube-release preview list --cluster production)");
    }

    @Test
    void aClusterThatDoesNotAnswerIsNotTakenForAnEmptyOne() throws Exception {
        clusters.away = "production";

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("not known whether there are some in cluster production too: no answer");
    }

    @Test
    void thoseThatAreWhereTheFileSaysAreNoStrays() throws Exception {
        clusters.has("staging", "polls", "search", "search.polls.example.com");

        assertThat(lines()).isEmpty();
    }

    private List<String> lines() throws Exception {
        AppDescription app = ReleasePlanner.describe("""
                app: polls
                image: {repository: r.example/polls}
                environments: {staging: {cluster: staging}, production: {cluster: production, after: staging}}
                preview: {cluster: staging, host: "{branch}.polls.example.com"}
                """);
        return new StrayPreviews(app, app.previews().orElseThrow(), clusters).lines();
    }

    /** Clusters with the previews of several apps. */
    private static final class Clusters implements Previews {
        private final Map<String, Map<AppName, List<LivePreview>>> all = new HashMap<>();
        private String away = "";

        void has(String cluster, String app, String branch, String host) {
            all.computeIfAbsent(cluster, first -> new HashMap<>())
                    .put(
                            new AppName(app),
                            List.of(new LivePreview(
                                    new Namespace(app + "-" + branch),
                                    "uid",
                                    branch,
                                    Optional.of(URI.create("http://" + host + "/")),
                                    "ann",
                                    Instant.EPOCH,
                                    Instant.MAX,
                                    LivePreview.State.LIVE)));
        }

        @Override
        public Map<AppName, List<LivePreview>> all(Target cluster) {
            if (cluster.cluster().equals(away)) {
                throw new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, "no answer"), Duration.ZERO);
            }
            return all.getOrDefault(cluster.cluster(), Map.of());
        }

        @Override
        public Claimed claim(EnvironmentSpec environment, PreviewClaim claim, String owner, StageControl control) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void require(EnvironmentSpec environment, String uid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<LivePreview> live(Target cluster, AppName app) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PreviewLoad load(Target cluster, LivePreview preview) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void extend(Target cluster, AppName app, LivePreview preview, Instant until) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(
                EnvironmentSpec environment, String uid, boolean overdue, String who, StageControl control) {
            throw new UnsupportedOperationException();
        }
    }
}
