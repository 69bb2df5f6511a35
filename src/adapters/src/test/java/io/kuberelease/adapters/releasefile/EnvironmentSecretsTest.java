package io.kuberelease.adapters.releasefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.plan.ProblemReport;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @ValueSource(
            strings = {
                "{app: {A: swordfish-1}}",
                "{app: {A: {swordfish-1}}}",
                "{app: {A: {env: swordfish-1 secret}}}",
                "{app: {A: {sops: swordfish-1}}}",
                "{app: {A: {sops: Dockerfile, key: .swordfish-1.}}}",
                "{app: {A: {value: swordfish-1}}}",
                "{app: {A: [swordfish-1]}}",
                "{app: swordfish-1}",
                "swordfish-1",
            })
    void aValueInTheFileIsRefusedAndNotRepeated(String secrets) {
        String file = file(secrets);
        var problems = Compiled.file(file).problems();

        assertThat(problems).isNotEmpty();
        assertThat(problems.toString()).doesNotContain("swordfish");
        assertThat(new ProblemReport(Map.of("kube-release.yaml", file)).text(problems))
                .contains("••••")
                .doesNotContain("swordfish");
    }

    private static String file(String secrets) {
        return "{image: {repository: eu.gcr.io/acme/polls}, environments: {staging: {cluster: a, secrets: " + secrets
                + "}}}";
    }
}
