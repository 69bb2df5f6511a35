package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release to a cluster that it makes itself: a third one of the development clusters. */
class PopUpIT {
    private static final Path CLUSTERS =
            Path.of("../../dev/cluster/cluster").toAbsolutePath().normalize();

    @TempDir
    Path directory;

    private Journey hello;

    @AfterEach
    void leaveNothing() throws Exception {
        if (hello != null) {
            hello.run("clusters", "delete", "scratch");
            hello.close();
        }
    }

    @Test
    void aReleaseMakesItsClusterWhoeverIsKilledAndTheNextOneFindsItUntilItIsDeleted() throws Exception {
        assumeThat(Journey.setting("KUBECONFIG"))
                .as("only clusters of our own can be one more")
                .contains("instance-");
        hello = Journey.hello(directory);
        hello.edit("kube-release.yaml", "cluster: staging", "cluster: scratch")
                .edit("kube-release.yaml", "environments:", """
                        clusters:
                          scratch:
                            create: [%s, extra, up, "{name}"]
                            delete: [%s, extra, down, "{name}"]
                        environments:""".formatted(CLUSTERS, CLUSTERS));

        Process killed = hello.start("run");
        assertThat(killed.inputReader().lines().anyMatch(line -> line.contains("making cluster")))
                .isTrue();
        killed.destroyForcibly().waitFor();
        Ran first = hello.run("resume");

        assertThat(first.exitCode()).as(first.output()).isZero();
        Ran listed = hello.run("clusters", "list");
        assertThat(listed.output().lines())
                .as(listed.output())
                .singleElement()
                .asString()
                .contains("hello/scratch", "ready");
        Ran second = hello.run("run");
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(second.output()).contains("changes nothing in staging");
        Ran deleted = hello.run("clusters", "delete", "scratch");
        assertThat(deleted.exitCode()).as(deleted.output()).isZero();
        Ran gone = hello.run("status");
        assertThat(gone.output()).contains("is not there", "somebody deleted it");
    }
}
