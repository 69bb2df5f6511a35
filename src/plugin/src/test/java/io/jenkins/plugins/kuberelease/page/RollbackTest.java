package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Taking a bundle out of an environment, from the page. */
@WithJenkins
class RollbackTest {
    private static final String RELEASE = "release=261121-122407-2af94bf";
    private static final String BUNDLE =
            "bundle=sha256:e8148d7620e0087949ae142ab04d15880a58a28b706fe3130a96baf85548bea0";
    private static final String OTHER_HASH = "sha256:" + "0".repeat(64);

    @Test
    void aRollbackIsOfferedAskedAboutAndDoneOnce(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "succeeded");
        Visit visit = Visit.to(jenkins);
        String offered = "confirm?what=rollback&" + RELEASE + "&environment=staging";

        String offers =
                visit.get("releaser", build.getUrl() + "kube-release/json").body();
        String question = visit.get("releaser", build.getUrl() + "kube-release/" + offered)
                .body();
        HttpResponse<String> after = visit.post(
                "releaser", build.getUrl() + "kube-release/rollback", RELEASE, "environment=staging", BUNDLE);

        assertThat(offers).contains("\"kind\":\"rollback\"").contains("\"url\":\"" + offered + "\"");
        assertThat(question)
                .contains("Roll back staging?")
                .contains("&quot;yes&quot;:&quot;Roll back&quot;")
                .contains("The last good bundle before polls 1.4.0 is deployed again")
                .contains("Bundle sha256:e8148d76 is taken out of staging. If another one is there by now");
        assertThat(control.deeds).containsExactly("rollback of sha256:e8148d76 in staging by releaser");
        assertThat(after.statusCode()).isEqualTo(302);
        assertThat(after.uri()
                        .resolve(after.headers().firstValue("Location").orElseThrow())
                        .getPath())
                .endsWith(build.getUrl() + "kube-release/");
    }

    @Test
    void aRollbackCountsForTheBundleThatWasShownAndNotBeforeTheEnd(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "succeeded");
        Visit visit = Visit.to(jenkins);
        String rollback = build.getUrl() + "kube-release/rollback";

        HttpResponse<String> unsaid = visit.post("releaser", rollback, RELEASE, "environment=staging");
        HttpResponse<String> other =
                visit.post("releaser", rollback, RELEASE, "environment=staging", "bundle=" + OTHER_HASH);
        control.has(build, "waiting");
        HttpResponse<String> early = visit.post("releaser", rollback, RELEASE, "environment=staging", BUNDLE);

        assertThat(unsaid.statusCode()).isEqualTo(409);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("is what is to be taken out of staging");
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.body()).contains("the release is not over yet");
        assertThat(control.deeds).isEmpty();
    }

    @Test
    void whoMayNotRollBackIsOfferedNoWayToIt(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "succeeded");
        Visit visit = Visit.to(jenkins);

        assertThat(visit.get("reader", build.getUrl() + "kube-release/json").body())
                .doesNotContain("\"kind\":\"rollback\"");
        assertThat(visit.post(
                                "releaser",
                                build.getUrl() + "kube-release/rollback",
                                RELEASE,
                                "environment=nowhere",
                                BUNDLE)
                        .body())
                .contains("the release has no such environment");
        assertThat(control.deeds).isEmpty();
    }
}
