package io.kuberelease.app.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.kuberelease.adapters.helm.ComposeReader;
import io.kuberelease.adapters.helm.HelmWorkerCommand;
import io.kuberelease.adapters.helm.HelmWorkers;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.StageId;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read with Compose's own reader; what Helm makes of such charts is tried with the terminal program. */
class ComposedChartTest {
    private static final HelmWorkers WORKERS = new HelmWorkers(
            HelmWorkerCommand.in(Path.of("target/helm-worker").toAbsolutePath()), InstantSource.system());

    @TempDir
    Path directory;

    @AfterAll
    static void stop() {
        WORKERS.close();
    }

    @BeforeEach
    void buildSomething() throws IOException {
        write("Dockerfile", "FROM python:3.12\nEXPOSE 8000 8000/udp\n");
    }

    @Test
    void aServiceIsReachedUnderItsNameAtThePortsThatAreWrittenAnywhere() throws IOException {
        ComposedChart chart = compose("services: {web: {build: ., ports: ['80:8080'], expose: [7000]}}");

        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("kind: Service\nmetadata:\n  name: web\n")
                .contains("port: 8080", "port: 7000", "port: 8000", "port: 8000, targetPort: udp-8000, protocol: UDP")
                .contains("include \"shop.image\"")
                .contains("enableServiceLinks: false");
        assertThat(chart.files().get("templates/ingress.yaml")).contains("{name: web, port: {number: 8080}}");
        assertThat(chart.leftovers()).isEmpty();
    }

    /** Compose joins both to one network; a Service needs ports, unless its name leads to the pod itself. */
    @Test
    void aServiceOfWhichNoPortIsKnownIsReachedAtAny() throws IOException {
        ComposedChart chart = compose("""
                services:
                  web: {build: ., depends_on: [queue, db]}
                  queue: {image: 'acme/queue:1'}
                  db: {image: 'postgres:15'}
                """);

        assertThat(chart.files().get("templates/services/queue.yaml")).contains("clusterIP: None");
        assertThat(chart.files().get("templates/services/db.yaml")).contains("port: 5432");
        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("until nc -w 2 db 5432 -e true;", "until ! nc -w 2 queue 9 -e true");
        assertThat(chart.datastores()).containsExactly(Map.entry("postgres", "15"));
    }

    @Test
    void whatUsersWroteReachesTheContainerAsItIs() throws IOException {
        ComposedChart chart = compose("""
                services:
                  web:
                    build: .
                    entrypoint: [sh, -c]
                    command: 'echo "a b" $$HOME $$(id) {{x}}'
                    environment: {GREETING: 'a "quoted" $$(HOME) {{ .Values }}', EMPTY: '', YES: 'yes'}
                """);

        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("command: [\"sh\", \"-c\"]")
                .contains("args: [\"echo\", \"a b\", \"$$HOME\", \"$$(id)\", \"{{ \"{{\" }}x}}\"]");
        assertThat(chart.files().get("values.yaml"))
                .contains(
                        "\"GREETING\": \"a \\\"quoted\\\" $(HOME) {{ .Values }}\"",
                        "\"EMPTY\": \"\"",
                        "\"YES\": \"yes\"");
    }

    @Test
    void aSecretIsNamedInTheChartAndItsValueIsCarriedOnlyWhereItStandsInTheRepository() throws IOException {
        write(".env", "TOKEN_OF_ADA=ada-s3cret\n");
        ComposedChart chart = compose("""
                services:
                  web:
                    build: .
                    environment:
                      DB_PASSWORD: example
                      API_TOKEN: ${TOKEN_OF_ADA}
                      DATABASE_URL: postgres://polls:example@db/polls
                      PASSWORD_FILE: /run/secrets/x
                      STRIPE_KEY: sk_1
                """);

        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("\"API_TOKEN\"", "\"DB_PASSWORD\"", "\"DATABASE_URL\"", "\"STRIPE_KEY\"", "secretKeyRef");
        assertThat(chart.files().get("values.yaml"))
                .contains("\"DB_PASSWORD\": \"example\"", "\"PASSWORD_FILE\": \"/run/secrets/x\"")
                .doesNotContain("\"API_TOKEN\": ");
        assertThat(chart.files().values()).noneMatch(text -> text.contains("ada-s3cret"));
        assertThat(chart.files().get("templates/_helpers.tpl")).contains("required \"secret.existing");
        assertThat(chart.leftovers())
                .extracting(Leftover::place, Leftover::what)
                .contains(tuple("compose.yaml line 6", "services.web.environment.API_TOKEN"));
    }

    @Test
    void aHealthCheckBecomesTheReadinessProbeThatMeansTheSame() throws IOException {
        ComposedChart chart = compose("""
                services:
                  web:
                    build: .
                    ports: ['80:8000']
                    healthcheck:
                      test: curl -fsS http://localhost:8000/health?deep=1 || exit 1
                      interval: 1m30s
                      timeout: 1500ms
                      retries: 4
                  db:
                    image: acme/db:1
                    healthcheck: {test: [CMD-SHELL, 'pg_isready -U $$POSTGRES_USER']}
                """);

        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("httpGet: {path: \"/health?deep=1\", port: 8000}")
                .contains("periodSeconds: 90\n", "timeoutSeconds: 2\n", "failureThreshold: 4\n");
        assertThat(chart.files().get("templates/services/db.yaml"))
                .contains("command: [\"/bin/sh\", \"-c\", \"pg_isready -U $$POSTGRES_USER\"]");
        assertThat(chart.visit()).contains(new ComposedChart.Visit("web", "/health?deep=1"));
    }

    @Test
    void dataBecomesAClaimAFileOfTheRepositoryTheChartsAndSourcesAreTheImages() throws IOException {
        write("proxy/nginx.conf", "server { # {{ not Helm's }}\n}\n");
        write("src/app.py", "print()\n");
        write("settings.ini", "[web]\n");
        ComposedChart chart = compose("""
                services:
                  web:
                    build: .
                    volumes: ['./src:/app/src', '/app/node_modules', '/var/run/docker.sock:/var/run/docker.sock', './settings.ini:/etc/web.ini']
                  proxy:
                    image: nginx:1.27
                    volumes: ['./proxy/nginx.conf:/etc/nginx/conf.d/default.conf:ro', 'cache:/var/cache/nginx']
                volumes: {cache: {}}
                """);

        assertThat(chart.files().get("files/proxy-proxy-nginx-conf/nginx.conf"))
                .isEqualTo("server { # {{ not Helm's }}\n}\n");
        assertThat(chart.files().get("templates/services/proxy.yaml"))
                .contains("mountPath: \"/etc/nginx/conf.d/default.conf\", subPath: \"nginx.conf\", readOnly: true")
                .contains("persistentVolumeClaim: {claimName: cache}")
                .contains("strategy: {type: Recreate}");
        assertThat(chart.files().get("values.yaml")).contains("cache: 1Gi");
        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("mountPath: \"/etc/web.ini\", subPath: \"settings.ini\"")
                .doesNotContain("/app/src", "node_modules", "docker.sock");
        assertThat(chart.leftovers())
                .extracting(Leftover::what)
                .containsExactly(
                        "services.web.volumes.0",
                        "services.web.volumes.1",
                        "services.web.volumes.2",
                        "services.web.volumes.3",
                        "services.proxy.volumes.1");
        assertThat(chart.leftovers())
                .extracting(Leftover::place)
                .containsExactly(
                        "compose.yaml line 4",
                        "compose.yaml line 4",
                        "compose.yaml line 4",
                        "compose.yaml line 4",
                        "compose.yaml line 7");
    }

    /** Every key of the specification is translated, has no meaning in a cluster, or is told. */
    @Test
    void nothingIsLeftOutInSilence() throws IOException {
        ComposedChart chart = compose("""
                services:
                  web:
                    build: {context: ., cache_from: [x], ssh: [default]}
                    devices: ['/dev/fuse:/dev/fuse']
                    sysctls: {net.core.somaxconn: 1024}
                    ulimits: {nofile: 1024}
                    privileged: true
                    network_mode: host
                    pid: host
                    user: www-data
                    labels: {traefik.enable: 'true'}
                    logging: {driver: syslog}
                    restart: always
                    deploy: {placement: {constraints: [node.role == manager]}, resources: {limits: {cpus: '0.5', memory: 64M, pids: 5}}}
                  old: {image: 'acme/old:1', profiles: [debug]}
                  loose: {image: acme/loose, depends_on: {web: {condition: service_completed_successfully}}}
                """);

        assertThat(chart.leftovers())
                .extracting(Leftover::what)
                .contains(
                        "services.web.build.cache_from",
                        "services.web.build.ssh",
                        "services.web.devices",
                        "services.web.sysctls",
                        "services.web.ulimits",
                        "services.web.privileged",
                        "services.web.network_mode",
                        "services.web.pid",
                        "services.web.user",
                        "services.web.labels",
                        "services.web.logging",
                        "services.web.deploy.placement",
                        "services.web.deploy.resources.limits.pids",
                        "services.old",
                        "services.loose.image",
                        "services.loose.depends_on.web");
        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains(
                        "kind: Job",
                        "helm.sh/hook: post-install,post-upgrade",
                        "limits: {cpu: \"0.5\", memory: \"67108864\"}");
    }

    @Test
    void theImageIsBuiltAsTheComposeFileSays() throws IOException {
        write("back/Prod.Dockerfile", "FROM scratch\n");
        ComposedChart chart = compose("""
                x-build: &build {context: back, dockerfile: Prod.Dockerfile, target: run, args: {PYTHON: '3.12', NPM_TOKEN: x}}
                services:
                  web: {build: *build, command: web}
                  worker: {build: *build, command: work}
                """);

        assertThat(chart.images().first().context()).isEqualTo("back");
        assertThat(chart.images().first().dockerfile()).contains("back/Prod.Dockerfile");
        assertThat(chart.images().first().target()).contains("run");
        assertThat(chart.images().first().arguments()).containsExactly(Map.entry("PYTHON", "3.12"));
        assertThat(chart.leftovers()).extracting(Leftover::what).containsExactly("services.web.build.args.NPM_TOKEN");
        assertThat(chart.files()).containsKeys("templates/services/web.yaml", "templates/services/worker.yaml");
    }

    @Test
    void eachImageThatIsBuiltHasItsPlaceInTheValues() throws IOException {
        write("back/Dockerfile", "FROM python:3.12\nEXPOSE 8000\n");
        write("front/Dockerfile", "FROM node:22\nEXPOSE 3000\n");
        ComposedChart chart = compose("""
                services:
                  my_api: {build: back, ports: ['8000:8000'], image: acme/api}
                  front: {build: {context: front, target: run}, ports: ['80:3000'], depends_on: [my_api]}
                  worker: {image: acme/api, command: work}
                  zoo: {build: back}
                """);

        assertThat(chart.images().names()).containsExactlyInAnyOrder(new ImageName("my-api"), new ImageName("front"));
        assertThat(chart.images().of(Optional.of(new ImageName("front"))).target())
                .contains("run");
        assertThat(chart.files().get("values.yaml"))
                .contains("images:\n  front:\n    # Set by the release", "  my-api:\n", "    repository: shop-front\n");
        for (String service : List.of("my-api", "worker", "zoo")) {
            assertThat(chart.files().get("templates/services/" + service + ".yaml"))
                    .contains("include \"shop.image\" (list . \"my-api\")");
        }
        assertThat(chart.files().get("templates/services/front.yaml"))
                .contains("include \"shop.image\" (list . \"front\")", "containerPort: 3000");
        assertThat(chart.files().get("templates/ingress.yaml")).contains("{name: front, port: {number: 3000}}");
    }

    @Test
    void buildsThatDifferInWhatIsNotTakenOverStayApartAndAreTold() throws IOException {
        ComposedChart chart = compose("""
                services:
                  api: {build: {context: ., additional_contexts: {shared: ./a}, secrets: [npm]}}
                  web: {build: {context: ., additional_contexts: {shared: ./b}}}
                  job: {build: {context: ., additional_contexts: {shared: ./b}}}
                  old: {build: {context: ., args: {API_TOKEN: x}}}
                secrets: {npm: {environment: NPM}}
                """);

        assertThat(chart.images().names()).extracting(ImageName::value).containsExactlyInAnyOrder("api", "job", "old");
        assertThat(chart.leftovers())
                .extracting(Leftover::what)
                .contains(
                        "services.api.build.additional_contexts",
                        "services.api.build.secrets",
                        "services.job.build.additional_contexts",
                        "services.old.build.args.API_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/api:latest",
                "docker.io/acme/api",
                "index.docker.io/acme/api:latest",
                "acme/other:2",
                "shop-web"
            })
    void anImageThatIsBuiltIsFoundUnderEachSpelling(String image) throws IOException {
        ComposedChart chart = compose("""
                name: shop
                services:
                  api: {build: {context: ., tags: ['acme/other:2']}, image: acme/api}
                  web: {build: {context: ., target: web}}
                  worker: {image: '%s', command: work}
                  foreign: {image: 'acme/api:2', command: work}
                """.formatted(image));

        assertThat(chart.files().get("templates/services/worker.yaml"))
                .contains("include \"shop.image\" (list . \"" + (image.equals("shop-web") ? "web" : "api") + "\")");
        assertThat(chart.files().get("templates/services/foreign.yaml")).contains("image: {{ $own.image }}");
    }

    @Test
    void aNameThatTwoBuildsGiveIsTold() throws IOException {
        ComposedChart chart = compose("""
                services:
                  api: {build: {context: ., target: a}, image: acme/api}
                  web: {build: {context: ., target: b}, image: acme/api}
                  worker: {image: acme/api, command: work}
                """);

        assertThat(chart.leftovers())
                .extracting(Leftover::place, Leftover::why)
                .containsExactly(tuple(
                        "compose.yaml line 4",
                        "is the one that api builds: others build one of the same name, which is another"));
    }

    /** What a developer's machine has would be everybody's else. */
    @Test
    void noBuildArgumentTakesItsValueFromThisMachine() throws IOException {
        write(".env", "FOO=mine\nBAR=mine\nSAME=mine\nBASE=mine\n");
        write("base.yaml", "services: {base: {build: {context: ., args: [BASE]}}}\n");
        ComposedChart chart = compose("""
                services:
                  web:
                    extends: {file: base.yaml, service: base}
                    build:
                      args:
                        - FOO
                        - UNSET
                        - SAME=mine
                  worker: {build: {context: ., target: x, args: {BAR: , SAID: '1'}}}
                """);

        assertThat(chart.images().of(Optional.of(new ImageName("web"))).arguments())
                .containsExactly(Map.entry("SAME", "mine"));
        assertThat(chart.images().of(Optional.of(new ImageName("worker"))).arguments())
                .containsExactly(Map.entry("SAID", "1"));
        assertThat(chart.leftovers())
                .filteredOn(leftover -> leftover.why().contains("the compose file has no value for it"))
                .extracting(Leftover::place, Leftover::what)
                .containsExactlyInAnyOrder(
                        tuple("compose.yaml line 6", "services.web.build.args.FOO"),
                        tuple("compose.yaml line 7", "services.web.build.args.UNSET"),
                        tuple("compose.yaml line 5", "services.web.build.args.BASE"),
                        tuple("compose.yaml line 9", "services.worker.build.args.BAR"));
    }

    @Test
    void anImageThatIsBuiltOnAnotherOneOfTheProjectIsTold() throws IOException {
        write(
                "web/Dockerfile",
                "FROM node:22 AS acme/base\nFROM acme/base\nFROM --platform=x docker.io/acme/base:1 as b\nFROM b\n");
        write("job/Dockerfile", "FROM scratch\nCOPY --link --from=acme/base:1 /a /b\n");
        ComposedChart chart = compose("""
                services:
                  base: {build: ., image: 'acme/base:1'}
                  web: {build: web}
                  job: {build: job}
                """);

        assertThat(chart.leftovers())
                .extracting(Leftover::place, leftover -> leftover.why().replaceAll(":? a release.*", ""))
                .containsExactly(
                        tuple("compose.yaml line 3", "needs docker.io/acme/base:1, which base builds"),
                        tuple("compose.yaml line 4", "needs acme/base:1, which base builds"));
    }

    @Test
    void aProjectThatBuildsNothingIsRefused() {
        assertThatThrownBy(() -> compose("services:\n  a: {image: 'a:1'}\n"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("no service of it has a build");
    }

    @Test
    void whatComposeWouldNotTakeIsRefusedInItsWords() {
        assertThatThrownBy(() -> compose("services: {web: {build: ., prots: ['80:80']}}"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("prots");
    }

    @Test
    void namesThatAClusterDoesNotTakeAreToldAndMayNotMeet() throws IOException {
        assertThat(compose("services: {My_Web: {build: .}}".replace("My_Web", "my_web"))
                        .leftovers())
                .extracting(Leftover::what, Leftover::why)
                .contains(tuple("services.my_web", "is reached as my-web: a cluster takes no other names"));
        assertThatThrownBy(() -> compose("services: {my_web: {build: .}, my-web: {image: 'x:1'}}"))
                .hasMessageContaining("my-web");
    }

    /** Whatever a secret of the caller or of .env is put into. */
    @Test
    void noValueOfASecretVariableGetsIntoAFile() throws IOException {
        write(".env", "DB_PASSWORD=ada-s3cret\nGH_PAT=gh-s3cret\nPORT=nonsense\n");
        ComposedChart chart = compose("""
                services:
                  web:
                    build: {context: ., args: {INDEX: 'https://x:${GH_PAT}@pypi.example'}}
                    environment:
                      - DB_PASSWORD
                      - JAVA_OPTS=-Dpassword=${DB_PASSWORD}
                    volumes: ['./.env:/app/.env']
                """);

        assertThat(chart.files().values()).noneMatch(text -> text.contains("s3cret"));
        assertThat(chart.images().first().arguments()).isEmpty();
        assertThat(chart.files().get("templates/services/web.yaml")).contains("\"DB_PASSWORD\"", "\"JAVA_OPTS\"");
        assertThatThrownBy(() -> compose("services: {web: {build: ., command: ['--pass', '${DB_PASSWORD}']}}"))
                .isInstanceOf(ReleaseException.Failed.class)
                .hasMessageContaining("DB_PASSWORD")
                .hasMessageContaining("chart/templates/services/web.yaml")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> compose("services: {web: {build: ., ports: ['${PORT}:80']}}"))
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void whatShortensToTheSameNameStaysApart() throws IOException {
        write("a/n.conf", "a\n");
        write("b/n.conf", "b\n");
        write(".env", "ONE_PASSWORD=first-one\nTWO_PASSWORD=second-one\n");
        ComposedChart chart = compose("""
                services:
                  files:
                    build: .
                    volumes: ['./a/n.conf:/a:ro', './b/n.conf:/b:ro', 'db_data:/d', 'db-data:/e', './new/data:/f', './old/data:/g']
                    tmpfs: [/run, '/tmp:size=64m']
                    environment: {REDIS_PASSWORD: '${ONE_PASSWORD}'}
                  ingress: {image: 'x:1', environment: {REDIS_PASSWORD: '${TWO_PASSWORD}', on: a, y: b}}
                volumes: {db_data: {}, db-data: {}}
                """);

        assertThat(chart.files())
                .containsKeys(
                        "templates/services/files.yaml", "templates/services/ingress.yaml", "templates/files.yaml");
        assertThat(chart.files().get("files/files-a-n-conf/n.conf")).isEqualTo("a\n");
        assertThat(chart.files().get("files/files-b-n-conf/n.conf")).isEqualTo("b\n");
        assertThat(chart.files().get("values.yaml"))
                .contains("db-data: 1Gi", "db-data-2: 1Gi", "files-new-data: 1Gi", "files-old-data: 1Gi")
                .contains("\"on\": \"a\"", "\"y\": \"b\"");
        assertThat(chart.files().get("templates/services/files.yaml"))
                .contains(
                        "{name: memory-run, mountPath: \"/run\"}",
                        "{name: memory-tmp, mountPath: \"/tmp\"}",
                        "sizeLimit: 64Mi")
                .contains("key: \"REDIS_PASSWORD\"");
        assertThat(chart.files().get("templates/services/ingress.yaml")).contains("key: \"ingress-REDIS_PASSWORD\"");
    }

    @Test
    void whatIsMeantToStayStaysAndIsReachedByAllItsNames() throws IOException {
        write("run.sh", "#!/bin/sh\n");
        assertThat(directory.resolve("run.sh").toFile().setExecutable(true)).isTrue();
        ComposedChart chart = compose("""
                services:
                  web:
                    build: .
                    image: acme/app
                    ports: ['80:8000']
                    restart: on-failure
                    hostname: front
                    links: ['db:database']
                    extra_hosts: ['api.example:203.0.113.7', 'host.docker.internal:host-gateway']
                    volumes: ['./run.sh:/run.sh:ro']
                  worker: {image: acme/app, entrypoint: [], command: [work]}
                  db: {image: 'postgres:15', restart: 'no'}
                secrets: {outside: {external: true}}
                """.replace("command: [work]", "command: [work], secrets: [outside]"));

        assertThat(chart.files().get("templates/services/web.yaml"))
                .contains("kind: Deployment", "hostname: front", "  name: front\n", "defaultMode: 493")
                .contains("hostAliases: [{ip: \"203.0.113.7\", hostnames: [\"api.example\"]}]");
        assertThat(chart.files().get("templates/services/worker.yaml"))
                .contains("include \"shop.image\"", "command: [\"work\"]", "port: 8000")
                .doesNotContain("args:");
        assertThat(chart.files().get("templates/services/db.yaml")).contains("kind: Deployment", "  name: database\n");
        assertThat(chart.files().get("values.yaml")).contains("existing: \"\"", "values: {}");
        assertThat(chart.leftovers())
                .extracting(Leftover::what)
                .contains("services.web.restart", "services.web.extra_hosts", "services.db.restart", "secrets.outside");
    }

    @Test
    void aHealthCheckThatAsksOtherwiseThanAProbeWouldStaysACommand() throws IOException {
        ComposedChart chart = compose("""
                services:
                  a: {build: ., healthcheck: {test: "curl -f -H 'Host: x' http://localhost:8000/"}}
                  b: {build: ., healthcheck: {test: 'curl -s http://localhost:8000/'}}
                  c: {build: ., healthcheck: {test: 'wget -q -O /dev/null http://127.0.0.1:8000/up'}}
                """);

        assertThat(chart.files().get("templates/services/a.yaml")).contains("exec:");
        assertThat(chart.files().get("templates/services/b.yaml")).contains("exec:");
        assertThat(chart.files().get("templates/services/c.yaml")).contains("path: \"/up\", port: 8000");
    }

    private ComposedChart compose(String text) throws IOException {
        write("compose.yaml", text);
        StageControl control = new StageControl(
                new ReleaseId("init"),
                new StageId("init"),
                Instant.now().plusSeconds(60),
                false,
                Cancellation.NEVER,
                Progress.SILENT);
        return ComposedChart.of(
                "shop",
                directory,
                List.of(directory.resolve("compose.yaml")),
                Map.of(),
                new ComposeReader(WORKERS),
                control);
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
