package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.GitRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasePlannerTest {
    @TempDir
    Path source;

    /** Whoever plans: a host can't forget to say it. */
    @Test
    void aPlanSaysWhichSecretsAroundItAreTooShortToBeHidden() throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(source.resolve("kube-release.yaml"), """
            app: shop
            image: {repository: r.example/shop, secrets: {LICENCE: {env: LICENCE}}}
            environments:
              staging: {cluster: here}
            """);

        assertThat(plan(Map.of("DB_PASSWORD", "main", "API_TOKEN", "long-enough-1", "LICENCE", "abc"))
                        .notes())
                .anySatisfy(note -> assertThat(note)
                        .contains("too short or too common to be hidden", "the value of DB_PASSWORD, LICENCE;")
                        .doesNotContain("API_TOKEN", "main"));
        assertThat(plan(Map.of("API_TOKEN", "long-enough-1")).notes()).noneMatch(note -> note.contains("too short"));
    }

    /** Helm would tell only once everything is built and tested. */
    @Test
    void brokenValuesAreToldByThePlanAllAtOnceWithLineAndCaret() throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(source.resolve("tab.yaml"), "web:\n\treplicas: 3\n");
        Files.writeString(source.resolve("open.yaml"), "a: 1\nb: [1, 2\nc: 3\n");
        Files.writeString(source.resolve("list.yaml"), "# values\n- a\n");
        Files.writeString(source.resolve("alias.yaml"), "path: *log\n");
        Files.writeString(source.resolve("good.yaml"), "a: &d 1\na: 2\nb: {c: *d}\n---\n: [broken\n");
        Files.writeString(source.resolve("none.yaml"), "# nothing\n");
        Files.writeString(source.resolve("kube-release.yaml"), """
            app: shop
            image: {repository: r.example/shop}
            environments:
              staging: {cluster: here, values: [tab.yaml, good.yaml, none.yaml]}
              production: {cluster: there, values: [open.yaml, tab.yaml, list.yaml, alias.yaml]}
            """);

        assertThatThrownBy(() -> plan(Map.of())).isInstanceOfSatisfying(BadRequest.class, wrong -> assertThat(
                        wrong.report())
                .containsOnlyOnce("tab.yaml:2:1")
                .contains("open.yaml:3:", "alias.yaml:1:7", "list.yaml:2:1", "is a list, and values are a mapping")
                .contains("2 | - a", "^")
                .doesNotContain("good.yaml", "none.yaml"));
    }

    @Test
    void encryptedValuesAndPlainSecretsAreToldByThePlan() throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        String encrypted = "db:\n  password: ENC[AES256_GCM,data:x]\nsops:\n  mac: ENC[AES256_GCM,data:y]\n";
        Files.writeString(source.resolve("encrypted.yaml"), encrypted);
        Files.writeString(source.resolve("plain.yaml"), "db:\n  password: swordfish\n");
        Files.writeString(
                source.resolve("good.yaml"), "a: {sops: {mac: x}}\nsops: {enabled: true}\nmac: x\n---\n" + encrypted);
        Files.writeString(source.resolve("kube-release.yaml"), """
            app: shop
            image: {repository: r.example/shop}
            environments:
              staging:
                cluster: here
                values: [good.yaml, encrypted.yaml]
                secrets:
                  shop:
                    GOOD: {sops: encrypted.yaml, key: db.password}
                    BAD: {sops: plain.yaml, key: db.password}
            """);

        assertThatThrownBy(() -> plan(Map.of())).isInstanceOfSatisfying(BadRequest.class, wrong -> assertThat(
                        wrong.report())
                .contains("encrypted.yaml:3:1: the file is encrypted with SOPS", "environments.<name>.secrets")
                .contains("secrets.shop.BAD.sops \"plain.yaml\" is not encrypted", "sops encrypt --in-place plain.yaml")
                .contains("2 problems")
                .doesNotContain("swordfish", "good.yaml:"));
    }

    @Test
    void aBranchThatIsNamedIsTheSourcesWhereItsCommitIsCheckedOutAlone() throws Exception {
        Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(source.resolve("chart"));
        Files.writeString(source.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
        Files.writeString(source.resolve("kube-release.yaml"), """
            app: shop
            image: {repository: r.example/shop}
            environments:
              staging: {cluster: here}
            preview: {cluster: here, host: "{branch}.shop.example.com"}
            """);
        GitRepository git = new GitRepository(source);
        git.git("init", "-q");
        git.commit();
        git.git("checkout", "-q", "--detach");

        ReleasePlan plan = planner(Map.of())
                .plan(spec(Optional.empty()).previewing(Optional.of("Search")), source)
                .plan();

        assertThat(plan.source().branch()).isEqualTo("Search");
        assertThat(plan.version().value()).startsWith("0.0.0-Search.");
    }

    private ReleasePlan plan(Map<String, String> environment) throws BadRequest {
        return planner(environment).plan(spec(Optional.of("1.4.0")), source).plan();
    }

    private static ReleaseSpec spec(Optional<String> version) {
        return new ReleaseSpec(
                ReleaseSpec.File.usual(), ReleaseSpec.Beside.NOTHING, ReleaseSpec.Parts.ALL, version, List.of(), "ann");
    }

    private static ReleasePlanner planner(Map<String, String> environment) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
        return new ReleasePlanner(directory -> new GitSource(Map.of()), environment, clock);
    }
}
