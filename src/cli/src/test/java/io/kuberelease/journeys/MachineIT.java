package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at the machine and its clusters, with the real program on real clusters. */
class MachineIT {
    @TempDir
    Path directory;

    @Test
    void doctorFindsAllThatAReleaseNeedsAndNamesTheNamespaceThatIsMissing() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Ran before = hello.run("doctor");
            hello.kubectl("staging", "create", "namespace", hello.namespace());

            Ran after = hello.run("doctor");

            assertThat(before.output()).contains("kube-release.yaml can be carried out");
            assertThat(after.exitCode()).as(after.output()).isZero();
            assertThat(after.output()).contains("✔ Helm", "✔ builder", "✔ registry", "✔ cluster staging");
        }
    }

    @Test
    void aPinnedReleaseFileLeadsToItsClusterAndRefusesAnother() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Ran pinned = hello.run("pin");
            String id = hello.kubectl("staging", "get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}")
                    .output();
            String file = Files.readString(hello.directory().resolve("kube-release.yaml"));

            assertThat(pinned.exitCode()).as(pinned.output()).isZero();
            assertThat(file).contains("clusterId: " + id);
            assertThat(hello.run("pin").output()).contains("was pinned already");
            assertThat(Files.readString(hello.directory().resolve("kube-release.yaml")))
                    .isEqualTo(file);

            hello.edit("kube-release.yaml", id, "00000000-0000-0000-0000-000000000000");
            assertThat(hello.run("doctor").output()).contains("the release file pins it to 00000000");
        }
    }

    @Test
    void statusTellsWhatTheClusterRecordedAndWhatTheJournalKnows() throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Ran run = hello.run("run", "--no-input");
            assertThat(run.exitCode()).as(run.output()).isZero();

            Ran status = hello.run("status");

            assertThat(status.exitCode()).as(status.output()).isZero();
            assertThat(status.output())
                    .containsPattern("staging +\\S+ since .* Helm revision 1, release \\S+: healthy")
                    .containsPattern("✔ hello \\S+ is in staging after ");
        }
    }
}
