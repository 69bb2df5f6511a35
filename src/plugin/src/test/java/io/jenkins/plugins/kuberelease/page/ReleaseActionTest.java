package io.jenkins.plugins.kuberelease.page;

import static io.jenkins.plugins.kuberelease.page.Visit.ANONYMOUS;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import io.kuberelease.model.Approval;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may see and do what on a build's release page, by GET and by POST. */
@WithJenkins
class ReleaseActionTest {
    private static final List<String> PEOPLE = List.of(ANONYMOUS, "reader", "builder", "releaser", "manager");
    private static final String RELEASE = "release=261121-122407-2af94bf";
    private static final String HASH = "sha256:179f1002f59bbc495ef83bbf603752a71623ac5c963e9c2a387c8ebf9b498549";
    private static final String BUNDLE =
            "bundle=sha256:e8148d7620e0087949ae142ab04d15880a58a28b706fe3130a96baf85548bea0";
    private static final String OTHER_HASH = "sha256:" + "0".repeat(64);

    /** What anonymous, reader, builder, releaser and manager are answered. */
    private static final Map<String, List<Integer>> BY_GET = Map.ofEntries(
            Map.entry("", List.of(403, 200, 200, 200, 200)),
            Map.entry("json", List.of(403, 200, 200, 200, 200)),
            Map.entry("console?" + RELEASE, List.of(403, 404, 404, 404, 404)),
            Map.entry("evidence?stage=staging.deploy&" + RELEASE, List.of(403, 404, 404, 404, 404)),
            Map.entry("confirm?what=approve&environment=production&" + RELEASE, List.of(403, 403, 403, 403, 200)),
            Map.entry("confirm?what=abort&" + RELEASE, List.of(403, 403, 200, 403, 403)),
            Map.entry("confirm?what=promote&environment=production&" + RELEASE, List.of(403, 403, 403, 200, 200)),
            Map.entry("confirm?what=rollback&environment=staging&" + RELEASE, List.of(403, 403, 403, 200, 200)),
            Map.entry("approve", List.of(403, 405, 405, 405, 405)),
            Map.entry("reject", List.of(403, 405, 405, 405, 405)),
            Map.entry("abort", List.of(403, 405, 405, 405, 405)),
            Map.entry("promote", List.of(403, 405, 405, 405, 405)),
            Map.entry("rollback", List.of(403, 405, 405, 405, 405)));

    private static final Map<String, List<Integer>> BY_POST = Map.of(
            "approve", List.of(403, 403, 403, 403, 302),
            "reject", List.of(403, 403, 403, 403, 302),
            "abort", List.of(403, 403, 302, 403, 403),
            "promote", List.of(403, 403, 403, 302, 302),
            "rollback", List.of(403, 403, 403, 409, 409));

    @Test
    void everybodySeesAndDoesWhatTheyMayAndNoMore(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "waiting");
        Visit visit = Visit.to(jenkins);
        String page = build.getUrl() + "kube-release/";

        for (Map.Entry<String, List<Integer>> expected : BY_GET.entrySet()) {
            for (int i = 0; i < PEOPLE.size(); i++) {
                assertThat(visit.get(PEOPLE.get(i), page + expected.getKey()).statusCode())
                        .as("GET %s as %s", expected.getKey(), PEOPLE.get(i))
                        .isEqualTo(expected.getValue().get(i));
            }
        }
        assertThat(control.deeds).as("what was done by GET").isEmpty();
        for (Map.Entry<String, List<Integer>> expected : BY_POST.entrySet()) {
            for (int i = 0; i < PEOPLE.size(); i++) {
                String environment = expected.getKey().equals("rollback") ? "staging" : "production";
                String[] form = {RELEASE, "environment=" + environment, "diff=" + HASH, "comment= ", BUNDLE};
                assertThat(visit.postWithoutCrumb(PEOPLE.get(i), page + expected.getKey(), form)
                                .statusCode())
                        .as("POST %s as %s without a crumb", expected.getKey(), PEOPLE.get(i))
                        .isEqualTo(403);
                assertThat(visit.post(PEOPLE.get(i), page + expected.getKey(), form)
                                .statusCode())
                        .as("POST %s as %s", expected.getKey(), PEOPLE.get(i))
                        .isEqualTo(expected.getValue().get(i));
            }
        }
        assertThat(control.deeds)
                .containsExactlyInAnyOrder(
                        "approve production.approval by manager",
                        "reject production.approval by manager",
                        "abort by builder",
                        "promote to production by releaser",
                        "promote to production by manager");
    }

    @Test
    void aDecisionCountsForWhatWasShown(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "waiting");
        Visit visit = Visit.to(jenkins);
        String approve = build.getUrl() + "kube-release/approve";

        HttpResponse<String> other =
                visit.post("manager", approve, RELEASE, "environment=production", "diff=" + OTHER_HASH);
        HttpResponse<String> elsewhere = visit.post("manager", approve, RELEASE, "environment=staging", "diff=" + HASH);
        HttpResponse<String> unnamed =
                visit.post("releaser", approve, RELEASE, "environment=production", "diff=" + HASH);
        HttpResponse<String> right = visit.post(
                "manager", approve, RELEASE, "environment=production", "diff=" + HASH, "comment=after the freeze");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("is not what you were shown any more");
        assertThat(elsewhere.statusCode()).isEqualTo(409);
        assertThat(unnamed.statusCode()).isEqualTo(403);
        assertThat(unnamed.body()).contains("the approval is for release-managers");
        assertThat(right.statusCode()).isEqualTo(302);
        assertThat(control.decisions).singleElement().satisfies(approval -> {
            assertThat(approval.by()).isEqualTo("manager");
            assertThat(approval.comment()).contains("after the freeze");
            assertThat(approval.diff().value()).isEqualTo(HASH);
            assertThat(approval.revision()).isEqualTo(1);
        });
        assertThat(control.decisions).extracting(Approval::granted).containsExactly(true);
    }

    @Test
    void theDocumentIsSentAgainOnlyWhenItChanged(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "waiting");
        Visit visit = Visit.to(jenkins);
        String json = build.getUrl() + "kube-release/json";

        HttpResponse<String> first = visit.get("manager", json);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> same = visit.get("manager", json, "If-None-Match", tag);
        HttpResponse<String> forAnother = visit.get("reader", json, "If-None-Match", tag);
        control.has(build, "succeeded");
        HttpResponse<String> changed = visit.get("manager", json, "If-None-Match", tag);

        assertThat(first.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(first.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(first.body()).contains("\"status\":\"waiting\"").contains("\"kind\":\"approve\"");
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(forAnother.statusCode()).isEqualTo(200);
        assertThat(forAnother.body()).doesNotContain("\"kind\":\"approve\"");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body()).contains("\"status\":\"succeeded\"");
    }

    @Test
    void whatIsNotThereOrOverIsRefusedInWords(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "succeeded");
        Visit visit = Visit.to(jenkins);
        String page = build.getUrl() + "kube-release/";

        assertThat(visit.post("builder", page + "abort", RELEASE).body()).contains("the release is over already");
        assertThat(visit.post("builder", page + "abort", "release=<b>x").body())
                .contains("this build has no such release")
                .doesNotContain("<b>x");
        assertThat(visit.get("releaser", page + "confirm?what=promote&environment=%3Cb%3Ex&" + RELEASE)
                        .body())
                .doesNotContain("<b>x");
        assertThat(visit.get("releaser", page + "confirm?what=%3Cb%3E&" + RELEASE)
                        .statusCode())
                .isEqualTo(400);
        assertThat(control.deeds).isEmpty();
    }
}
