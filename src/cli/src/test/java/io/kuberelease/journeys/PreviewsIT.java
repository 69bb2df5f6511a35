package io.kuberelease.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kuberelease.journeys.Journey.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of the example that users copy, each at an address of its own through the cluster's ingress. */
class PreviewsIT {
    private static final Path CERTIFICATES = Path.of("/etc/ssl/certs/ca-certificates.crt");
    private static final Optional<String> INGRESS = Optional.ofNullable(System.getenv("KUBE_RELEASE_INGRESS_STAGING"));

    @TempDir
    Path directory;

    private Journey polls;

    /** A copy whose app is called as its namespace, so that other tests' previews do not count. */
    @BeforeEach
    void copy() throws Exception {
        assumeThat(INGRESS).as("these clusters have an ingress").isPresent();
        polls = Journey.with(Path.of("../../examples/polls"), directory);
        polls.setting("XDG_STATE_HOME", directory.resolve("state").toString())
                .edit("kube-release.yaml", "app: polls", "app: " + polls.namespace())
                .edit("kube-release.yaml", "namespace: polls", "namespace: " + polls.namespace())
                .edit("kube-release.yaml", "localhost:5000/polls", Journey.registry() + "/" + polls.namespace())
                .edit(
                        "kube-release.yaml",
                        "{branch}.polls.preview.example.com",
                        "{branch}." + polls.namespace() + ".test")
                .edit("kube-release.yaml", "datastores: polls-datastores", "datastores: \"{app}-datastores\"")
                .edit(
                        "kube-release.yaml",
                        "preview:\n",
                        "preview:\n  limit: 2\n  verify: {http: /health}\n  seed: " + seed("Only in main") + "\n");
        polls.kubectl("staging", "create", "namespace", polls.namespace());
        polls.kubectl("staging", "create", "secret", "generic", "polls-secrets", "--from-literal=SECRET_KEY=of-a-test");
        polls.repository().git("init", "-q", "-b", "main");
        polls.repository().commit();
        branch("First-Try", "Only in the first");
        branch("second", "Only in the second");
        branch("third", "Only in the third");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (polls != null) {
            polls.kubectl("staging", "delete", "namespace", "-l", polls.previews(), "--wait=false");
            polls.close();
        }
    }

    @Test
    void twoBranchesAnswerAtAddressesOfTheirOwnWithDataOfTheirOwnAThirdIsRefusedAndAllGoes() throws Exception {
        polls.repository().git("switch", "-q", "First-Try");
        Ran first = preview();
        Ran second = preview("--branch", "second");

        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(second.exitCode()).as(second.output()).isZero();
        String one = address(first);
        String other = address(second);
        assertThat(one).matches("http://first-try-[0-9a-f]{8}\\." + polls.namespace() + "\\.test/");
        assertThat(other).isEqualTo("http://second." + polls.namespace() + ".test/");
        assertThat(get(one)).contains("Only in the first").doesNotContain("Only in the second");
        assertThat(get(other)).contains("Only in the second").doesNotContain("Only in the first");

        Ran third = preview("--branch", "third");
        assertThat(third.exitCode()).as(third.output()).isEqualTo(1);
        assertThat(third.output().replaceAll("\\s+", " "))
                .contains("preview.limit is 2", "First-Try", "second")
                .contains("kube-release preview delete First-Try", "kube-release preview reap");

        Ran again = preview();
        assertThat(again.exitCode()).as(again.output()).isZero();
        assertThat(again.output()).contains("changes nothing at " + one);
        assertThat(get(one)).containsOnlyOnce("Only in the first");
        Ran listed = polls.run("preview", "list");
        assertThat(listed.output()).contains("2 of at most 2 previews", one, other);

        Ran deleted = polls.run("preview", "delete", "First-Try", "second");
        assertThat(deleted.exitCode()).as(deleted.output()).isZero();
        assertThat(polls.kubectl("staging", "get", "namespaces", "-l", polls.previews(), "-o", "name")
                        .output())
                .isBlank();
        assertThat(polls.repository().git("worktree", "list").lines()).hasSize(1);
        assertThat(polls.repository().git("status", "--porcelain")).isEmpty();
    }

    private static String seed(String question) {
        return "[python, manage.py, shell, -c, \"from polls.models import Question;" + " Question.objects.create(text='"
                + question + "').choices.create(text='yes')\"]";
    }

    private void branch(String name, String question) throws Exception {
        polls.repository().git("switch", "-q", "-c", name, "main");
        polls.edit("kube-release.yaml", "Only in main", question);
        polls.repository().commit();
    }

    private Ran preview(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("preview", "--no-input", "--ingress", INGRESS.orElseThrow()));
        if (Files.isReadable(CERTIFICATES)) {
            command.addAll(List.of("--ca-bundle", CERTIFICATES.toString()));
        }
        command.addAll(List.of(more));
        return polls.run(command.toArray(String[]::new));
    }

    private static String address(Ran ran) {
        return ran.output().lines().reduce("", (before, line) -> line);
    }

    /** The page as a visitor sees it, who knows nothing of the cluster but where its ingress is. */
    private static String get(String address) throws Exception {
        return Ran.of(new ProcessBuilder(
                                "curl",
                                "-sS",
                                "--fail",
                                "--noproxy",
                                "*",
                                "--max-time",
                                "10",
                                "--connect-to",
                                "::" + INGRESS.orElseThrow(),
                                address)
                        .redirectErrorStream(true)
                        .start())
                .output();
    }
}
