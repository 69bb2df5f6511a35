package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.journeys.Journey.Ran;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release that one machine begins and another one ends: they share nothing but clusters and registry. */
class MachinesIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"staging.compare", "staging.deploy", "staging.record"})
    void aReleaseWhoseMachineIsGoneGoesOnOnAnother(String stage) throws Exception {
        try (Journey hello = Journey.hello(directory)) {
            Process first = hello.start("run", "--output", "json");
            Journey.until(first, "\"stage\":\"" + stage + "\"");
            Journey.kill(first);

            Ran resumed = onAnotherMachine(hello).run("resume", "--output", "json");

            assertThat(resumed.exitCode()).as(resumed.output()).isZero();
            assertThat(resumed.output())
                    .contains("SUCCEEDED")
                    .doesNotContain("\"type\":\"stage-started\",\"stage\":\"build\"");
            assertThat(hello.helm("staging", "list").output()).contains("deployed");
            assertThat(hello.left("staging", "jobs")).isBlank();
            assertThat(hello.kubectl("staging", "get", "leases", "-l", "kube-release.io/release")
                            .output())
                    .contains("No resources found");
            assertThat(onAnotherMachine(hello).run("status").output()).contains("is in staging");
        }
    }

    @Test
    void aReleaseThatAMachineCarriesOnIsLeftToIt() throws Exception {
        try (Journey hello = waiting()) {
            Process first = hello.start("run", "--wait", "--output", "json");
            Journey.until(first, "\"type\":\"waiting\"");

            Ran resumed = onAnotherMachine(hello).run("resume");

            assertThat(resumed.exitCode()).as(resumed.output()).isEqualTo(1);
            assertThat(resumed.output()).contains("is carried on by", "since");
            Journey.kill(first);
        }
    }

    @Test
    void anApprovalOnAnotherMachineReachesTheOneThatWaits() throws Exception {
        try (Journey hello = waiting()) {
            Process first = hello.start("run", "--wait", "--output", "json");
            BufferedReader output = first.inputReader();
            Journey.until(first, "\"type\":\"waiting\"");

            Ran approved = onAnotherMachine(hello).run("approve", "--comment", "from afar");

            assertThat(approved.exitCode()).as(approved.output()).isZero();
            // The one that waits may be done before this one asks who carries the release on.
            assertThat(approved.output()).contains("Approved").containsAnyOf("is carried on by", "is in staging");
            List<String> rest = output.lines().toList();
            assertThat(first.waitFor()).as(String.join("\n", rest)).isZero();
            assertThat(String.join("\n", rest)).contains("from afar", "SUCCEEDED");
        }
    }

    @Test
    void anApprovalOnAnotherMachineTakesTheReleaseOnWhenNobodyElseDoes() throws Exception {
        try (Journey hello = waiting()) {
            Ran left = hello.run("run", "--no-input");
            assertThat(left.exitCode()).as(left.output()).isEqualTo(4);

            Ran approved = onAnotherMachine(hello).run("approve");

            assertThat(approved.exitCode()).as(approved.output()).isZero();
            assertThat(hello.helm("staging", "list").output()).contains("deployed");
            assertThat(hello.kubectl("staging", "get", "configmaps", "-l", "kube-release.io/journal=over")
                            .output())
                    .contains("kube-release.hello.journal");
        }
    }

    private Journey waiting() throws Exception {
        Journey hello = Journey.hello(directory);
        Path file = hello.directory().resolve("kube-release.yaml");
        Files.writeString(file, Files.readString(file) + "    approval: {within: 10m}\n");
        return hello;
    }

    private Journey onAnotherMachine(Journey journey) {
        return journey.setting(
                "XDG_STATE_HOME", directory.resolve("another-machine").toString());
    }
}
