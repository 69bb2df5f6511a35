package io.kuberelease.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitCommandTest {
    @TempDir
    Path home;

    private Path shop;
    private Terminal terminal;

    @BeforeEach
    void makeARepository() throws IOException {
        shop = Files.createDirectories(home.resolve("The Shop"));
        terminal = new Terminal(shop, home);
        write("Dockerfile", "FROM python:3.12\n");
        write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 0.1.0\n");
    }

    @Test
    void whatItWritesIsAReleaseFileThatCanBeCarriedOut() throws IOException {
        assertThat(terminal.run("init", "--image", "r.example/acme/shop")).isZero();

        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
        assertThat(terminal.output()).contains("the-shop", "staging", "production", "needs approval");
    }

    @Test
    void whatTheRepositoryAndTheKubeconfigHaveIsInIt() throws IOException {
        write("Makefile", "test:\n\ttrue\n");
        write("compose.yaml", "services:\n  db: {image: 'docker.io/library/postgres:15'}\n  app: {build: .}\n");
        write("deploy/staging.yaml", "replicas: 1\n");
        write("../config", "contexts: [{name: gke_acme_staging, context: {}}, {name: eks-production, context: {}}]\n");

        terminal.setting("KUBECONFIG", home.resolve("config").toString()).run("init");

        assertThat(Files.readString(shop.resolve("kube-release.yaml")))
                .contains("postgres: \"15\"")
                .contains("command: [make, test]")
                .contains("cluster: gke_acme_staging", "cluster: eks-production")
                .contains("values: [deploy/staging.yaml]")
                .contains("your contexts: gke_acme_staging, eks-production");
        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
    }

    @Test
    void theVersionsOfTheComposeFileAreInItAlsoWithoutATestAndByDigest() throws IOException {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        write(
                "compose.yaml",
                "services:\n  db: {image: 'r.example:5000/library/postgres:16@" + digest
                        + "'}\n  cache: {image: 'redis@" + digest + "'}\n");

        terminal.run("init");
        assertThat(Files.readString(shop.resolve("kube-release.yaml")))
                .contains("#   postgres: \"16\"")
                .doesNotContain("\"15\"", "redis");

        Files.delete(shop.resolve("kube-release.yaml"));
        write("Makefile", "test:\n\ttrue\n");
        terminal.run("init");
        assertThat(Files.readString(shop.resolve("kube-release.yaml"))).contains("\n  postgres: \"16\"");
        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
    }

    @Test
    void ofAComposeFileItMakesAChartAndSaysWhatThatDoesNotHave() throws IOException {
        Files.delete(shop.resolve("chart/Chart.yaml"));
        Files.delete(shop.resolve("chart"));
        write("web/Dockerfile", "FROM python:3.12\n");
        write("compose.yaml", """
                services:
                  web:
                    build: {context: web, args: {DEBUG: 'no'}}
                    ports: ['80:8000']
                    devices: ['/dev/fuse']
                    healthcheck: {test: curl -f http://localhost:8000/up}
                  db: {image: 'postgres:15', environment: {POSTGRES_PASSWORD: example}}
                """);

        assertThat(terminal.run("init", "--check")).as(terminal.complaint()).isZero();
        assertThat(terminal.output())
                .contains("Would write chart/, kube-release.yaml for the-shop.")
                .contains("compose.yaml line 5: services.web.devices is left out");
        assertThat(shop.resolve("chart")).doesNotExist();
        assertThat(shop.resolve("kube-release.yaml")).doesNotExist();

        assertThat(terminal.run("init", "--image", "r.example/acme/shop")).isZero();
        assertThat(Files.readString(shop.resolve("kube-release.yaml")))
                .contains("context: web", "    DEBUG: \"no\"", "verify: {http: /up, service: web}", "postgres: \"15\"");
        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
    }

    @Test
    void whatIsThereAlreadyIsLeftAsItIsAndNothingIsWritten() throws IOException {
        Files.delete(shop.resolve("chart/Chart.yaml"));
        write("chart/values.yaml", "mine: true\n");
        write("compose.yaml", "services: {web: {build: .}}\n");

        assertThat(terminal.run("init")).isEqualTo(2);

        assertThat(terminal.complaint()).contains("chart/values.yaml", "move it away first");
        assertThat(Files.readString(shop.resolve("chart/values.yaml"))).isEqualTo("mine: true\n");
        assertThat(shop.resolve("chart/Chart.yaml")).doesNotExist();
        assertThat(shop.resolve("kube-release.yaml")).doesNotExist();
    }

    @Test
    void everyLineOfItIsExplained() throws IOException {
        write("Makefile", "test:\n\ttrue\n");
        write("compose.yaml", "services:\n  db: {image: 'docker.io/library/postgres:15'}\n  app: {build: .}\n");
        write("deploy/staging.yaml", "replicas: 1\n");

        terminal.run("init");

        assertThat(Files.readAllLines(shop.resolve("kube-release.yaml")))
                .hasSizeGreaterThan(15)
                .allSatisfy(line -> assertThat(line).containsPattern("# \\p{L}.{9,}"));
    }

    @Test
    void aChartAndADockerfileThatLieElsewhereAreNamed() throws IOException {
        Files.move(
                shop.resolve("chart"),
                Files.createDirectories(shop.resolve("helm")).resolve("shop"));
        Files.createDirectories(shop.resolve("docker"));
        Files.move(shop.resolve("Dockerfile"), shop.resolve("docker/Dockerfile"));
        write("helm/shop/charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\nversion: 0.1.0\n");

        terminal.run("init");

        assertThat(Files.readString(shop.resolve("kube-release.yaml")))
                .contains("path: helm/shop ", "dockerfile: docker/Dockerfile ");
        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
    }

    @Test
    void aFileThatIsThereStaysAsItIs() throws IOException {
        write("kube-release.yaml", "mine\n");

        assertThat(terminal.run("init")).isEqualTo(2);

        assertThat(terminal.complaint()).contains("is there already");
        assertThat(shop.resolve("kube-release.yaml")).hasContent("mine");
    }

    @Test
    void whatIsMissingIsNamedAllAtOnce() throws IOException {
        Files.delete(shop.resolve("Dockerfile"));
        Files.delete(shop.resolve("chart/Chart.yaml"));

        assertThat(terminal.run("init")).isEqualTo(2);

        assertThat(terminal.complaint()).contains("no Dockerfile", "no chart");
        assertThat(shop.resolve("kube-release.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    FROM python:3.12-slim                                    | make, test | python, -m, pytest
                    FROM golang:1.22 AS build;FROM gcr.io/distroless/static  | make, test |
                    FROM golang:1.22 AS build;FROM build                     |            | make, test
                    FROM alpine:3.20;RUN apk add --no-cache make python3     |            | make, test
                    FROM nginx:1.27                                          | npm, test  |
                    FROM acme.example/base:7                                 |            | make, test
                    """)
    void testsAreRunWithWhatTheImageHas(String dockerfile, String not, String but) throws IOException {
        write("Dockerfile", dockerfile.replace(';', '\n') + "\n");
        write("Makefile", "test:\n\ttrue\n");
        write("pyproject.toml", "");
        write("package.json", "{}");

        terminal.run("init", "--image", "r.example/acme/shop");

        String written = Files.readString(shop.resolve("kube-release.yaml"));
        if (not != null) {
            assertThat(written).doesNotContain("\n  command: [" + not + "]");
        }
        assertThat(written).contains(but == null ? "# test:" : "\n  command: [" + but + "]");
        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "values-staging.yaml, values-production.yaml",
        "chart/values-staging.yaml, chart/values-prod.yaml",
        "deploy/values-stage.yml, deploy/values.prd.yml",
        "environments/staging.yaml, environments/prod/values.yaml"
    })
    void valuesFilesAreFoundAsTheyAreUsuallyCalled(String staging, String production) throws IOException {
        write(staging, "replicas: 1\n");
        write(production, "replicas: 2\n");

        terminal.run("init", "--image", "r.example/acme/shop");

        assertThat(Files.readString(shop.resolve("kube-release.yaml")))
                .contains("values: [" + staging + "]", "values: [" + production + "]");
        assertThat(terminal.run("plan")).as(terminal.complaint()).isZero();
    }

    private void write(String file, String text) throws IOException {
        Path path = shop.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
