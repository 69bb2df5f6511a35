package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at random moments while it brings a branch to its preview, or takes that away: the next one goes
 * on, and in the end nothing is left. A sample; `make chaos` takes as many rounds of it as are wanted.
 */
class PreviewKillsIT {
    private static final Optional<String> INGRESS = Optional.ofNullable(System.getenv("KUBE_RELEASE_INGRESS_STAGING"));
    private static final int KILLS = Integer.parseInt(
            Optional.ofNullable(System.getenv("KUBE_RELEASE_KILLS")).orElse("2"));
    private static final int LONGEST_MILLIS = 14_000;

    @TempDir
    Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<String> told = new ArrayList<>(List.of("seed " + seed));
    private Journey hello;

    @BeforeEach
    void copy() throws Exception {
        assumeThat(INGRESS).as("these clusters have an ingress").isPresent();
        hello = Journey.hello(directory);
        hello.setting("XDG_STATE_HOME", directory.resolve("state").toString())
                .edit("kube-release.yaml", "app: hello", "app: " + hello.namespace())
                .edit("kube-release.yaml", "environments:", """
                        preview:
                          cluster: staging
                          host: "{branch}.%s.test"
                          ingress: "%s"
                          set: {host: "{host}"}
                        environments:""".formatted(hello.namespace(), INGRESS.orElseThrow()));
        Files.writeString(hello.directory().resolve("chart/templates/ingress.yaml"), """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: hello}
                spec:
                  rules:
                    - host: {{ .Values.host }}
                      http:
                        paths:
                          - {path: /, pathType: Prefix, backend: {service: {name: hello, port: {number: 80}}}}
                """);
        hello.repository().git("init", "-q", "-b", "main");
        hello.repository().commit();
        hello.repository().git("branch", "search");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (hello != null) {
            hello.kubectl("staging", "delete", "namespace", "-l", hello.previews(), "--wait=false");
            hello.close();
        }
    }

    @Test
    void whateverIsKilledGoesOnAndInTheEndNothingIsLeft(TestReporter reporter) throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            boolean removing = kill % 2 == 1;
            long before = releases();
            killed(removing);
            Ran next = releases() > before ? resumed(removing) : said(removing);
            told.add("exit code " + next.exitCode());
            assertThat(next.exitCode()).as("%s%n%s", told, next.output()).isZero();
            assertThat(namespaces()).as("%s%n%s", told, next.output()).hasSize(removing ? 0 : 1);
        }
        if (KILLS % 2 == 1) {
            assertThat(hello.run("preview", "delete", "search").exitCode()).isZero();
        }

        reporter.publishEntry("kills", told.toString());
        assertThat(namespaces()).isEmpty();
        assertThat(hello.repository().git("worktree", "list").lines())
                .as(told.toString())
                .hasSize(1);
        assertThat(hello.kubectl("staging", "get", "leases,configmaps,secrets,jobs,pods", "-o", "name")
                        .output()
                        .lines()
                        .filter(name -> !name.contains("kube-root-ca.crt")))
                .as("in the namespace of its first environment, which no preview touches: %s", told)
                .isEmpty();
    }

    private void killed(boolean removing) throws Exception {
        Process process = removing
                ? hello.start("preview", "delete", "search")
                : hello.start("preview", "--no-input", "--branch", "search");
        int moment = random.nextInt(removing ? LONGEST_MILLIS / 3 : LONGEST_MILLIS);
        boolean ended = process.waitFor(moment, TimeUnit.MILLISECONDS);
        Journey.kill(process);
        told.add("\n" + (removing ? "delete" : "preview") + " killed after " + moment + " ms"
                + (ended ? ", had ended" : ""));
    }

    /** By resuming; what had come to its end before it was killed is said again. */
    private Ran resumed(boolean removing) throws Exception {
        Ran ran = hello.run("resume");
        return ran.output().contains("that is not over") ? said(removing) : ran;
    }

    /** Once more. A preview that is gone by now can't be deleted, which is no fault. */
    private Ran said(boolean removing) throws Exception {
        if (!removing) {
            return hello.run("preview", "--no-input", "--branch", "search");
        }
        Ran again = hello.run("preview", "delete", "search");
        return again.output().contains("has no preview") ? new Ran(0, again.output()) : again;
    }

    /** How many there are on this machine. */
    private long releases() throws Exception {
        Path all = directory.resolve("state/kube-release").resolve(hello.namespace());
        if (!Files.isDirectory(all)) {
            return 0;
        }
        try (Stream<Path> found = Files.walk(all)) {
            return found.filter(path -> path.endsWith("journal.jsonl")).count();
        }
    }

    private List<String> namespaces() throws Exception {
        return hello.kubectl("staging", "get", "namespaces", "-l", hello.previews(), "-o", "name")
                .output()
                .lines()
                .filter(line -> line.startsWith("namespace/"))
                .toList();
    }
}
