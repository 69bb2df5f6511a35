package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.agent.FetchedSource;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.run.HeldAccess;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.journal.ReleaseResult;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A promotion that is asked for twice is begun once; with what really begins it behind, and nothing to reach. */
@WithJenkins
class PromoteOnceTest {
    private static final String RELEASE = "release=" + KeptRelease.ID;
    private static final String SEEN = "tried=" + KeptRelease.ID;
    private static final String TO = "environment=production";
    private static final String PROMOTION = "261121-140000-000-2af94bf";
    private static final String BEGUN = "the same was begun already";
    /** What the planning comes to here, where there is no such registry. */
    private static final String PLANNED = "could not reach the registry at https://registry.example";

    @Test
    void aSecondClickDoesNothingWhileTheFirstIsBeingPlanned(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = aborted(jenkins);
        Visit visit = Visit.to(jenkins);
        HeldAccess clusters = HeldAccess.installed().keeping();
        CompletableFuture<HttpResponse<String>> first = visit.postLater("releaser", promote(build), RELEASE, SEEN, TO);
        clusters.awaitReached();

        HttpResponse<String> second = visit.post("manager", promote(build), RELEASE, SEEN, TO);
        clusters.letGo();
        HttpResponse<String> third = afterTheFirst(first, visit, build);

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body())
                .contains(BEGUN + ", a moment ago")
                .contains("href=\"" + jenkins.contextPath + "/" + build.getUrl() + "kube-release/\"");
        assertThat(first.join().body()).contains(PLANNED).doesNotContain(BEGUN);
        assertThat(third.body()).contains(PLANNED).doesNotContain(BEGUN);
    }

    @Test
    void aFormCountsForWhatHadBeenTriedWhenItWasShown(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = aborted(jenkins);
        Visit visit = Visit.to(jenkins);
        String page = build.getUrl() + "kube-release/";
        String question = visit.get("releaser", page + "confirm?what=promote&" + TO + "&" + RELEASE)
                .body();
        KeptRelease promotion = kept(build).promotion(build, "page-1", PROMOTION);

        HttpResponse<String> underWay = visit.post("releaser", promote(build), RELEASE, SEEN, TO);
        String meanwhile = visit.get("releaser", page + "json").body();
        promotion.ends(ReleaseResult.FAILED);
        HttpResponse<String> over = visit.post("releaser", promote(build), RELEASE, SEEN, TO);
        HttpResponse<String> again = visit.post("releaser", promote(build), RELEASE, "tried=" + PROMOTION, TO);

        assertThat(question).contains("&quot;tried&quot;:&quot;" + KeptRelease.ID + "&quot;");
        assertThat(underWay.statusCode()).isEqualTo(409);
        assertThat(underWay.body())
                .contains(BEGUN + ", as release " + PROMOTION)
                .contains("href=\"" + jenkins.contextPath + "/" + page + "#" + PROMOTION + "\"");
        assertThat(meanwhile).doesNotContain("\"kind\":\"promote\"");
        assertThat(over.body()).contains(BEGUN);
        assertThat(again.body()).contains(PLANNED).doesNotContain(BEGUN);
        assertThat(visit.get("releaser", page + "json").body()).contains("\"kind\":\"promote\"");
    }

    @Test
    void whatAnotherBuildTakesThereIsNotTakenThereTwice(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = aborted(jenkins);
        FreeStyleBuild other = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("other"));
        kept(build).promotion(other, "step-1", PROMOTION);
        Visit visit = Visit.to(jenkins);
        HeldAccess clusters = HeldAccess.installed().keeping();
        CompletableFuture<?> goesOn = CompletableFuture.runAsync(() -> carryOut(other));
        clusters.awaitReached();

        HttpResponse<String> seen = visit.post("releaser", promote(build), RELEASE, SEEN, TO);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("releaser")
                .grant(Item.READ, ReleasePermissions.PROMOTE)
                .onItems(build.getParent())
                .to("releaser"));
        HttpResponse<String> hidden = visit.post("releaser", promote(build), RELEASE, SEEN, TO);
        clusters.letGo();
        goesOn.join();

        assertThat(seen.body()).contains(BEGUN).contains(other.getUrl() + "kube-release/#" + PROMOTION);
        assertThat(hidden.body()).contains(BEGUN).doesNotContain(other.getUrl());
    }

    private static void carryOut(Run<?, ?> run) {
        CompletableFuture<?> unused = ReleaseHost.get()
                .carryOut(
                        run,
                        ReleaseHost.assignment(run, "step-1", "", new FetchedSource(null)),
                        new SourceWorkspace.None(ReleaseHost.kept(run).root().resolve("step-1")),
                        TaskListener.NULL);
    }

    /** The first has been answered, and so may be begun anew. */
    private static HttpResponse<String> afterTheFirst(
            CompletableFuture<HttpResponse<String>> first, Visit visit, Run<?, ?> build) throws Exception {
        first.join();
        return visit.post("releaser", promote(build), RELEASE, SEEN, TO);
    }

    private static FreeStyleBuild aborted(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        kept(build);
        return build;
    }

    /** In staging, and aborted in production. */
    private static KeptRelease kept(Run<?, ?> build) throws Exception {
        return KeptRelease.of(build, "aborted", UnaryOperator.identity());
    }

    private static String promote(Run<?, ?> build) {
        return build.getUrl() + "kube-release/promote";
    }
}
