package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.kuberelease.ground.PreviewCluster;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.app.preview.PreviewActions;
import io.kuberelease.model.LivePreview;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What people do with a preview on its project's page, and what becomes of it in what stands in the place of a cluster. */
@WithJenkins
class PreviewDeedsTest {
    private static final String PAGE = "job/web/previews/";
    private static final String[] FEATURE = {"app=polls", "cluster=staging", "namespace=polls-feature"};

    private PreviewCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new PreviewCluster();
    }

    /** Jenkins runs from the moment on in which a test asks for it. */
    private Visit visit(JenkinsRule jenkins) throws Exception {
        cluster.configure();
        WorkflowMultiBranchProject unused = jenkins.createProject(WorkflowMultiBranchProject.class, "web");
        PreviewCluster.released("web", "feature", "feature");
        cluster.stands("feature", Duration.ofHours(1));
        cluster.stands("other", Duration.ofHours(1));
        return Visit.to(jenkins);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whoMayDeployExtendsAPreviewAndComesBackToThePage(JenkinsRule jenkins) throws Exception {
        HttpResponse<String> answer = visit(jenkins).post("releaser", PAGE + "extend", with("for=2d"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith(PAGE);
        assertThat(feature().until()).isAfter(Instant.now().plus(Duration.ofHours(47)));
    }

    @Test
    void nobodyElseExtendsOrDeletesIt(JenkinsRule jenkins) throws Exception {
        Visit visit = visit(jenkins);
        Instant until = feature().until();

        for (String who : List.of("reader", "builder", Visit.ANONYMOUS)) {
            assertThat(visit.post(who, PAGE + "extend", with("for=2d")).statusCode())
                    .isEqualTo(403);
            assertThat(visit.post(who, PAGE + "delete", with("uid=" + feature().uid()))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(feature().until()).isEqualTo(until);
        assertThat(cluster.namespaces()).contains("polls-feature");
    }

    @Test
    void whatIsNoTimeIsRefusedAndTheReasonTold(JenkinsRule jenkins) throws Exception {
        Visit visit = visit(jenkins);
        Instant until = feature().until();

        HttpResponse<String> answer = visit.post("releaser", PAGE + "extend", with("for=soon"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("soon", "choose one of the times");
        assertThat(feature().until()).isEqualTo(until);
    }

    @Test
    void whoMayDeployIsAskedAndThenDeletesThePreviewThatWasShown(JenkinsRule jenkins) throws Exception {
        Visit visit = visit(jenkins);
        String uid = feature().uid();

        String question = visit.get(
                        "releaser", PAGE + "confirm?what=delete&app=polls&cluster=staging&namespace=polls-feature")
                .body();
        assertThat(question).contains("Delete the preview of feature?", uid);
        assertThat(cluster.namespaces()).contains("polls-feature");

        HttpResponse<String> answer = visit.post("releaser", PAGE + "delete", with("uid=" + uid));
        assertThat(answer.statusCode()).isEqualTo(302);
        cluster.awaitGone("feature");
        assertThat(cluster.namespaces()).contains("polls-other");
    }

    @Test
    void aPreviewThatWasMadeInTheMeantimeIsNotDeleted(JenkinsRule jenkins) throws Exception {
        HttpResponse<String> answer = visit(jenkins).post("releaser", PAGE + "delete", with("uid=an-earlier-one"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("another preview is in namespace polls-feature by now");
        assertThat(cluster.namespaces()).contains("polls-feature");
    }

    @Test
    void whatIsNoPreviewOfTheAppIsNotTouched(JenkinsRule jenkins) throws Exception {
        Visit visit = visit(jenkins);

        HttpResponse<String> answer = visit.post(
                "releaser", PAGE + "delete", "app=polls", "cluster=staging", "namespace=kube-system", "uid=x");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("there is no preview in namespace kube-system any more");
        assertThat(cluster.server().paths()).contains("/api/v1/namespaces/kube-system");
    }

    private static String[] with(String field) {
        return new String[] {FEATURE[0], FEATURE[1], FEATURE[2], field};
    }

    private static LivePreview feature() {
        return new PreviewActions(ReleaseHost.get().previews(), "web")
                .live(new PreviewActions.Which("polls", "staging", "polls-feature"));
    }
}
