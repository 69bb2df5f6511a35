package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Resources;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Validated;
import io.kuberelease.request.SourceTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As whom containers run and what they take, from release file and Dockerfile. */
class ContainerKeysTest {
    private static final String TESTED = """
            image: {repository: eu.gcr.io/acme/polls}
            environments: {staging: {cluster: a}}
            test: {command: [make, test]}
            """;

    @Test
    void whatIsNotSaidOfResourcesKeepsItsDefault() {
        assertThat(needs("test: {command: [make, test], runAsUser: 10001, resources: {limits: {memory: 4Gi}}}"))
                .isEqualTo(new ContainerNeeds(
                        Optional.of(10001L),
                        Optional.of(new Resources(
                                Map.of("cpu", "100m", "memory", "128Mi"), Map.of("cpu", "1", "memory", "4Gi")))));
    }

    @Test
    void aRequestAboveTheUsualLimitRaisesThatAndALimitBelowTheUsualRequestLowersThat() {
        Resources resources = needs("test: {command: [make], resources: {requests: {cpu: 3}, limits: {memory: 64Mi}}}")
                .resourcesOrSmall();

        assertThat(resources.requests()).containsEntry("cpu", "3").containsEntry("memory", "64Mi");
        assertThat(resources.limits()).containsEntry("cpu", "3").containsEntry("memory", "64Mi");
    }

    @Test
    void whatIsNoAmountOrNoUserIsToldAllAtOnce() {
        String file = """
                image: {repository: eu.gcr.io/acme/polls}
                datastores: {redis: {version: 7, runAsUser: redis}}
                environments: {staging: {cluster: a, verify: {http: /health, runAsUser: 7}}}
                test: {command: [make], resources: {requests: {cpu: much}, limits: {gpu: 1}}}
                """;

        assertThat(Compiled.lines(Compiled.file(file).problems()))
                .containsExactly(
                        "kube-release.yaml:2:45: datastores.redis.runAsUser \"redis\" is not valid → use a user's number, for example 10001; 0 is root",
                        "kube-release.yaml:3:62: environments.staging.verify.runAsUser is for a container, and without a command none is run → remove it, or give a command",
                        "kube-release.yaml:4:53: test.resources.requests.cpu \"much\" is not valid → use an amount as Kubernetes writes it, for example 500m or 1Gi");
    }

    @Test
    void anOfficialImageIsKnownUnderAnyNameAndInAnyRegistry() {
        assertThat(Compiled.file(TESTED
                                + "datastores: {slow: {image: \"eu.gcr.io/acme/postgres:17-alpine\", port: 5433},"
                                + " mail: {image: \"axllent/mailpit:v1\", port: 1025}}\n")
                        .plan()
                        .stages()
                        .stream()
                        .map(stage -> stage.task())
                        .filter(StageTask.StartDatastores.class::isInstance)
                        .flatMap(task -> ((StageTask.StartDatastores) task).datastores().stream())
                        .map(spec -> spec.needs().insteadOfRoot()))
                .containsExactly(Optional.of(70L), Optional.empty());
    }

    @Test
    void aRequestAboveItsLimitIsRefused() {
        assertThat(Compiled.file(TESTED.replace(
                                "[make, test]", "[make, test], resources: {requests: {cpu: 2}, limits: {cpu: 500m}}"))
                        .problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.reason()).isEqualTo("has less cpu (500m) than is requested (2)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROM python:3.11;USER root|Dockerfile:2:1: USER \"root\" runs as root",
                "FROM python:3.11;USER 0:0|Dockerfile:2:1: USER \"0:0\" runs as root",
                "FROM python:3.11;USER app|Dockerfile:2:1: USER \"app\" runs as a name",
                "ARG WHO=app;FROM python:3.11;ARG WHO;USER ${WHO}|Dockerfile:4:1: USER \"app\" runs as a name",
                "FROM a AS one;USER root;FROM one|Dockerfile:2:1: USER \"root\" runs as root",
                "FROM scratch|Dockerfile:1:1: USER \"root\" runs as root"
            })
    void aDockerfileThatEndsAsRootOrAsANameIsRefusedBeforeAnythingIsBuilt(String dockerfile, String told) {
        List<String> lines = refused(TESTED, dockerfile);

        assertThat(lines).singleElement().satisfies(line -> assertThat(line)
                .startsWith(told)
                .contains("securityContext.runAsNonRoot")
                .contains("set test.runAsUser in the release file"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROM python:3.11;USER root;RUN make;USER 10001",
                "FROM python:3.11;USER 10001:10001",
                "FROM python:3.11 AS first;USER root;FROM python:3.12;USER 7",
                "FROM python:3.11;RUN <<EOF;USER root;EOF;USER 7",
                "FROM python:3.11;RUN echo \\;USER root;USER 7",
                "FROM python:3.11;ARG WHO;USER ${WHO}",
                "FROM python:3.11"
            })
    void aDockerfileThatEndsAsANumberOrOfWhichNothingIsKnownIsAccepted(String dockerfile) {
        assertThat(refused(TESTED, dockerfile)).isEmpty();
    }

    @Test
    void whoSaysTheUserInTheReleaseFileMayHaveAnyDockerfile() {
        assertThat(refused(
                        TESTED.replace("[make, test]", "[make, test], runAsUser: 10001"), "FROM python:3.11;USER root"))
                .isEmpty();
    }

    @Test
    void whatRunsNothingInTheImageMayHaveAnyDockerfile() {
        assertThat(refused(TESTED.replaceFirst("test:.*\n", ""), "FROM python:3.11;USER root"))
                .isEmpty();
    }

    @Test
    void theImageBelowDecidesWhereTheDockerfileNamesNobody() {
        StageTask.BuildImage build = compiled(TESTED, "ARG BASE=python:3.11;FROM ${BASE} AS app;COPY . .")
                .match(
                        plan -> plan.stages().stream()
                                .map(stage -> stage.task())
                                .filter(StageTask.BuildImage.class::isInstance)
                                .map(StageTask.BuildImage.class::cast)
                                .findFirst()
                                .orElseThrow(),
                        refused -> {
                            throw new AssertionError(refused);
                        });

        assertThat(build.userOf()).contains("python:3.11");
    }

    private static List<String> refused(String file, String dockerfile) {
        return Compiled.lines(compiled(file, dockerfile).problems());
    }

    private static Validated<ReleasePlan> compiled(String file, String dockerfile) {
        return Compiled.file(file).result(new SourceTree() {
            @Override
            public boolean hasFile(String path) {
                return true;
            }

            @Override
            public boolean hasDirectory(String path) {
                return true;
            }

            @Override
            public Optional<String> text(String path) {
                return path.equals("Dockerfile") ? Optional.of(dockerfile.replace(';', '\n')) : Optional.empty();
            }
        });
    }

    private static ContainerNeeds needs(String test) {
        return Compiled.file(TESTED.replaceFirst("test:.*", test)).plan().stages().stream()
                .map(stage -> stage.task())
                .filter(StageTask.RunTests.class::isInstance)
                .map(task -> ((StageTask.RunTests) task).tests().needs())
                .findFirst()
                .orElseThrow();
    }
}
