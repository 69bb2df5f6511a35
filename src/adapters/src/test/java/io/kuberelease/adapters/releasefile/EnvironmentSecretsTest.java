package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of {@code environments.<name>.secrets} is refused, and how. */
class EnvironmentSecretsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{App: {A: {env: A}}} | is not the name of a Secret",
                "{kube-release.polls.secrets-key: {A: {env: A}}} | keeps for itself",
                "{app: {}} | has no key",
                "{app: {a b: {env: A}}} | is not a key that a Secret can have",
                "{app: {A: {}}} | has no source",
                "{app: {A: {env: A, sops: Dockerfile, key: a}}} | has more than one source",
                "{app: {A: {env: A, key: a}}} | is for sops",
                "{app: {A: {env: not-a-name}}} | the name of a variable",
                "{app: {A: {sops: Dockerfile}}} | is missing",
                "{app: {A: {sops: gone.yaml, key: a}}} | is not there",
                "{app: {A: {sops: ../gone.yaml, key: a}}} | leads out of the source",
                "{app: {A: {vault: secret/app}}} | vault",
                "{app: {A: [x]}} | is a list",
            })
    void isRefusedWithItsReason(String secrets, String reason) {
        assertThat(Compiled.file(file(secrets)).problems())
                .anySatisfy(problem -> assertThat(problem.field() + " " + problem.reason() + " " + problem.fix())
                        .contains(reason.strip()));
    }

    @ParameterizedTest
    @CsvSource("swordfish-1")
    void aValueInTheFileIsRefusedAndNotRepeated(String value) {
        assertThat(Compiled.file(file("{app: {A: " + value + "}}")).problems()).anySatisfy(problem -> {
            assertThat(problem.reason()).contains("has a value in the release file");
            assertThat(problem.toString()).doesNotContain(value);
        });
    }

    private static String file(String secrets) {
        return "{image: {repository: eu.gcr.io/acme/polls}, environments: {staging: {cluster: a, secrets: " + secrets
                + "}}}";
    }
}
