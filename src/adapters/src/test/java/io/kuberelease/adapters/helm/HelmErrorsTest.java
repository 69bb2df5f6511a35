package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HelmErrorsTest {

    @Test
    void aClusterThatIsAwayWhileHelmRendersMakesNoChartInvalid() {
        ReleaseException problem = rendering(
                "could not get apiVersions from Kubernetes\n  Get \"https://c:6443/api\": context deadline exceeded");

        assertThat(problem).isInstanceOf(ReleaseException.Errored.class);
        assertThat(problem.reason().kind()).isEqualTo(CauseKind.UNAVAILABLE);
    }

    @Test
    void aMissingPermissionWhileHelmRendersIsNamedAsOne() {
        ReleaseException problem = rendering("secrets \"a\" is forbidden: User \"x\" cannot get resource \"secrets\"");

        assertThat(problem).isInstanceOf(ReleaseException.Failed.class);
        assertThat(problem.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
    }

    @Test
    void aTokenThatEndedMeanwhileIsTriedAgainWithTheNext() {
        ReleaseException problem = rendering("the server has asked for the client to provide credentials");

        assertThat(problem).isInstanceOf(ReleaseException.Errored.class);
        assertThat(problem.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
    }

    @Test
    void whatTheChartSaysOfItselfIsTheCharts() {
        ReleaseException problem = rendering("execution error at (a.yaml:1:1): service unavailable, says the author");

        assertThat(problem).isInstanceOf(ReleaseException.Failed.class);
        assertThat(problem.reason().kind()).isEqualTo(CauseKind.CHART_INVALID);
    }

    @Test
    void anAnswerThatDoesNotComeWhileHelmAppliesIsNoDeadlineOfTheApp() {
        ReleaseException problem = HelmErrors.applying(
                "polls", refused("hook", "Patch \"https://c:6443/apis/apps/v1\": context deadline exceeded"));

        assertThat(problem).isInstanceOf(ReleaseException.Errored.class);
    }

    @Test
    void anAnswerThatWasCutInTheMiddleIsNoRefusalAlsoWhereHelmHasMadeATextOfIt() {
        for (String words : List.of(
                "failed to create resource: the API server's answer was cut off: unexpected EOF",
                "unexpected error when reading response body. Please retry. Original error: stream error: stream ID 5",
                "Get \"https://c:6443/api\": a web page answers in the place of the API server, with status 200 OK",
                "Patch: no answer within 1m10s")) {
            assertThat(HelmErrors.applying("polls", refused("other", words)))
                    .as(words)
                    .isInstanceOf(ReleaseException.Errored.class);
            assertThat(rendering(words)).as(words).isInstanceOf(ReleaseException.Errored.class);
        }
    }

    private static ReleaseException rendering(String words) {
        return HelmErrors.rendering("polls", refused("other", words));
    }

    @Test
    void whatTheWorkerTellsByTypeNeedsNoWords() {
        assertThat(HelmErrors.applying("polls", refused("unreachable", "no luck")))
                .isInstanceOf(ReleaseException.Errored.class);
        assertThat(HelmErrors.rendering("polls", refused("forbidden", "no"))
                        .reason()
                        .kind())
                .isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(HelmErrors.applying("polls", refused("time", "Get \"https://c\": context deadline exceeded"))
                        .reason()
                        .kind())
                .isEqualTo(CauseKind.DEADLINE);
        assertThat(HelmErrors.applying("polls", refused("forbidden", "pods \"a\" is forbidden: exceeded quota: q"))
                        .reason()
                        .kind())
                .isEqualTo(CauseKind.QUOTA);
    }

    private static HelmWorker.Refused refused(String kind, String words) {
        return new HelmWorker.Refused(new WorkerMessages.Problem(kind, words, List.of()));
    }
}
