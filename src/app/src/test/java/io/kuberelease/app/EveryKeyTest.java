package io.kuberelease.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.git.GitSource;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks through every key of the release file's schema, and shows in a host that has nothing but src/app that it has an
 * effect: a key that a host must see to itself is one that a host forgets. A key that is new needs a line here.
 */
class EveryKeyTest {
    private static final Path SCHEMA = Path.of("../../docs/kube-release.schema.json");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/polls";
    private static final String FILE = """
        image: {repository: %s}
        datastores: {postgres: "15"}
        test: {cluster: ci, command: [make, test]}
        environments:
          staging: {cluster: staging, verify: {http: /health}}
        preview: {cluster: previews, host: "{branch}.example.com", values: []}
        """.formatted(ECR);

    private static final Optional<ImageName> WEB = Optional.of(new ImageName("web"));

    /** The same with a second image, which is the one that the keys of images are tried on. */
    private static final String SEVERAL = FILE.replace("image: {repository: %s}".formatted(ECR), """
        app: polls
        images: {api: {repository: registry.example.com/api}, web: {repository: %s}}""".formatted(ECR))
            .replace("[make, test]}", "[make, test], image: api}");

    @TempDir
    Path source;

    private final Threads threads = Threads.ofProgram();

    /** How a key shows that it counts. */
    private interface Seen {
        /** Whether it does, in a plan and its text; never in those of the file without the key. */
        boolean in(ReleasePlan plan, String text);
    }

    /**
     * A key with a value.
     *
     * @param settings as they are laid over the file
     */
    private record Use(String settings, Seen seen) {}

    private final Map<String, Use> uses = new LinkedHashMap<>();

    private void key(String key, String settings, String fragment) {
        uses.put(key, new Use(settings, (plan, text) -> text.contains(fragment)));
    }

    private void key(String key, String settings, Seen seen) {
        uses.put(key, new Use(settings, seen));
    }

    private void keys() {
        key("app", "{\"app\": \"voting\"}", "\"voting\"");
        image("repository", "\"registry.example.com/acme/other\"", "registry.example.com/acme/other");
        image("createRepository", "true", (plan, text) -> createsRepository(plan));
        image("tags", "[\"nightly-7\"]", "\"nightly-7\"");
        image("context", "\"backend\"", "\"backend\"");
        image("dockerfile", "\"Other.Dockerfile\"", "\"Other.Dockerfile\"");
        image("target", "\"final-stage\"", "\"final-stage\"");
        image("args", "{\"PYTHON\": \"3.12-slim\"}", "3.12-slim");
        image("secrets.*.env", "secrets", "{\"npm\": {\"env\": \"NPM_VARIABLE\"}}", "NPM_VARIABLE");
        image("secrets.*.file", "secrets", "{\"npm\": {\"file\": \"npm.txt\"}}", "npm.txt");
        image("caBundle", "\"company.pem\"", "company.pem");
        image("builder", "\"buildah\"", "\"buildah\"");
        image("platforms", "[\"linux/s390x\"]", "linux/s390x");
        image("prefetch", "false", (plan, text) -> !plan.prefetches() || !plan.prefetches(WEB));
        image("values.reference", "values", "{\"reference\": \"web.whole\"}", "web.whole");
        image("values.registry", "values", "{\"registry\": \"web.registry\"}", "web.registry");
        image("values.repository", "values", "{\"repository\": \"web.repository\"}", "web.repository");
        image("values.digest", "values", "{\"digest\": \"web.digest\"}", "web.digest");
        image("values.tag", "values", "{\"tag\": \"web.tag\"}", "web.tag");
        datastore("type", "{\"type\": \"mariadb\", \"version\": \"11\"}", "mariadb");
        datastore("version", "{\"type\": \"redis\", \"version\": \"6.77\"}", "6.77");
        datastore(
                "image", "{\"image\": \"registry.example.com/mail:1\", \"port\": 1025}", "registry.example.com/mail:1");
        datastore("port", "{\"image\": \"mail:1\", \"port\": 10255}", "10255");
        datastore(
                "ready.command",
                "{\"image\": \"mail:1\", \"port\": 1025, \"ready\": {\"command\": [\"is-it-there\"]}}",
                "is-it-there");
        datastore(
                "ready.http",
                "{\"image\": \"mail:1\", \"port\": 1025, \"ready\": {\"http\": \"/is-it-there\"}}",
                "/is-it-there");
        more("env", "{\"MAIL_SETTING\": \"strict\"}", "MAIL_SETTING");
        more("variables", "{\"SMTP_PLACE\": \"{host}\"}", "SMTP_PLACE");
        more("hostNames", "[\"letterbox\"]", "letterbox");
        more("readyWithin", "\"9m11s\"", "PT9M11S");
        more("runAsUser", "10777", "10777");
        more("resources.requests", "resources", "{\"requests\": {\"cpu\": \"333m\"}}", "333m");
        more("resources.limits", "resources", "{\"limits\": {\"memory\": \"777Mi\"}}", "777Mi");
        test("cluster", "cluster", "\"elsewhere\"", "elsewhere");
        test("namespace", "namespace", "\"testing-place\"", "testing-place");
        test("command", "command", "[\"make\", \"check-all\"]", "check-all");
        test("reports", "reports", "\"out/junit/*.xml\"", "out/junit/*.xml");
        test("env", "env", "{\"COLOUR\": \"bluish\"}", "bluish");
        key("test.within", in("test", "{\"within\": \"3h\"}"), (plan, text) -> plan.stages().stream()
                .filter(stage -> stage.task() instanceof StageTask.RunTests)
                .anyMatch(stage -> stage.deadline().compareTo(Duration.ofHours(3)) >= 0));
        key("test.always", in("test", "{\"always\": true}"), (plan, text) -> plan.stages().stream()
                .noneMatch(stage -> stage.task() instanceof StageTask.FindTestMark));
        chosen("test.image", in("test", "{\"image\": \"web\"}"));
        test("runAsUser", "runAsUser", "10888", "10888");
        test("resources.requests", "resources", "{\"requests\": {\"cpu\": \"334m\"}}", "334m");
        test("resources.limits", "resources", "{\"limits\": {\"memory\": \"778Mi\"}}", "778Mi");
        key("chart.path", in("chart", "{\"path\": \"other-chart\"}"), "other-chart");
        key(
                "chart.repository",
                in("chart", "{\"repository\": \"oci://registry.example.com/charts\"}"),
                "oci://registry.example.com/charts");
        key("chart.lint", in("chart", "{\"lint\": \"warn\"}"), "WARN");
        key("helm.serverSide", in("helm", "{\"serverSide\": false}"), "\"serverSide\":false");
        key("helm.adopt", in("helm", "{\"adopt\": true}"), "\"adopt\":true");
        staging("cluster", "cluster", "\"far-away\"", "far-away");
        staging("clusterId", "clusterId", "\"277fd6bf-7b1c-4d4e-9a51-6f7d0f3f2a10\"", "277fd6bf");
        staging("namespace", "namespace", "\"polls-place\"", "polls-place");
        staging("createNamespace", "createNamespace", "true", "\"createNamespace\":true");
        staging("secrets.*.*.env", "secrets", "{\"app\": {\"PASSWORD\": {\"env\": \"THE_PASSWORD\"}}}", "THE_PASSWORD");
        String sops = "{\"app\": {\"PASSWORD\": {\"sops\": \"deploy/secrets.enc.yaml\", \"key\": \"db.password\"}}}";
        staging("secrets.*.*.sops", "secrets", sops, "deploy/secrets.enc.yaml");
        staging("secrets.*.*.key", "secrets", sops, "db.password");
        staging("values", "values", "[\"deploy/staging.yaml\"]", "deploy/staging.yaml");
        key(
                "environments.*.after",
                in(
                        "environments",
                        "{\"europe\": {\"cluster\": \"b\"}, \"america\": {\"cluster\": \"c\", \"after\":"
                                + " \"staging\"}}"),
                (plan, text) -> plan.stages().stream()
                        .filter(stage -> stage.id().equals(new StageId("america.compare")))
                        .anyMatch(stage -> !stage.trigger().toString().contains("europe")));
        key(
                "environments.*.soak",
                in("environments", "{\"production\": {\"cluster\": \"p\", \"after\": \"staging\", \"soak\": \"3h\"}}"),
                "PT3H");
        staging("approval.by", "approval", "{\"by\": [\"release-managers\"]}", "release-managers");
        staging("approval.within", "approval", "{\"within\": \"5h\"}", "PT5H");
        String freeze = "{\"from\": \"Fri 16:21\", \"to\": \"Mon 08:22\", \"zone\": \"Europe/Berlin\"}";
        staging("freeze.from", "freeze", freeze, "16:21");
        staging("freeze.to", "freeze", freeze, "08:22");
        staging("freeze.zone", "freeze", freeze, "Europe/Berlin");
        staging("verify.http", "verify", "{\"http\": \"/deep-health\"}", "/deep-health");
        staging("verify.service", "verify", "{\"service\": \"front-door\"}", "front-door");
        staging("verify.command", "verify", "{\"command\": [\"make\", \"smoke_test\"]}", "smoke_test");
        chosen(
                "environments.*.verify.image",
                in("environments", in("staging", in("verify", "{\"command\": [\"x\"], \"image\": \"web\"}"))));
        staging("verify.runAsUser", "verify", "{\"command\": [\"x\"], \"runAsUser\": 10999}", "10999");
        staging(
                "verify.resources.requests",
                "verify",
                "{\"command\": [\"x\"], \"resources\": {\"requests\": {\"cpu\": \"335m\"}}}",
                "335m");
        staging(
                "verify.resources.limits",
                "verify",
                "{\"command\": [\"x\"], \"resources\": {\"limits\": {\"memory\": \"779Mi\"}}}",
                "779Mi");
        staging("readyWithin", "readyWithin", "\"13m\"", "PT13M");
        key(
                "environments.*.onFailure",
                in("environments", "{\"staging\": {\"onFailure\": \"return\"}}"),
                (plan, text) ->
                        plan.stages().stream().anyMatch(stage -> stage.task() instanceof StageTask.ReturnToLastGood));
        previews();
        cluster("create", "{}", "make-one");
        cluster("delete", "{}", "delete-one");
        cluster("for", "{\"for\": \"7h\"}", "PT7H");
        cluster("within", "{\"within\": \"17m\"}", "PT17M");
        key("notify.slack.channel", in("notify", "{\"slack\": {\"channel\": \"#releases\"}}"), (plan, text) -> sinks(
                        plan)
                .contains("slack #releases"));
        key(
                "notify.webhook.url",
                in("notify", "{\"webhook\": {\"url\": \"https://light.example.com/release\"}}"),
                (plan, text) -> sinks(plan).contains("webhook"));
    }

    /** A cluster that the environment takes; without one of the keys that it must have there is no plan. */
    private void cluster(String key, String settings, String fragment) {
        String others = settings.equals("{}") ? "" : ", " + settings.substring(1, settings.length() - 1);
        key(
                "clusters.*." + key,
                "{\"clusters\": {\"scratch\": {\"create\": [\"make-one\"], \"delete\": [\"delete-one\"]" + others
                        + "}}, \"environments\": {\"staging\": {\"cluster\": \"scratch\"}}}",
                fragment);
    }

    private void previews() {
        preview("cluster", "cluster", "\"for-branches\"", "for-branches");
        preview("clusterId", "clusterId", "\"377fd6bf-7b1c-4d4e-9a51-6f7d0f3f2a10\"", "377fd6bf");
        preview("namespace", "namespace", "\"look-{branch}\"", "\"look-feature-x");
        preview("host", "host", "\"{branch}.look.example.com\"", ".look.example.com");
        preview("scheme", "scheme", "\"https\"", "\"https://");
        preview("ingress", "ingress", "\"127.0.0.1:8089\"", "127.0.0.1:8089");
        preview("values", "values", "[\"deploy/staging.yaml\"]", "deploy/staging.yaml");
        preview("set", "set", "{\"ingress.host\": \"www-{host}\"}", "\"www-feature-x");
        preview("readyWithin", "readyWithin", "\"14m\"", "PT14M");
        key("preview.datastores", in("preview", "{\"datastores\": false}"), (plan, text) -> plan.stages().stream()
                .noneMatch(stage -> stage.task() instanceof StageTask.KeepDatastores));
        preview("seed.command", "seed", "[\"plant\", \"it\"]", "plant");
        chosen("preview.seed.image", in("preview", in("seed", "{\"command\": [\"x\"], \"image\": \"web\"}")));
        chosen("preview.verify.image", in("preview", in("verify", "{\"command\": [\"x\"], \"image\": \"web\"}")));
        preview("seed.env", "seed", "{\"command\": [\"x\"], \"env\": {\"COLOUR\": \"bluish\"}}", "bluish");
        preview("seed.runAsUser", "seed", "{\"command\": [\"x\"], \"runAsUser\": 10777}", "10777");
        preview(
                "seed.resources.requests",
                "seed",
                "{\"command\": [\"x\"], \"resources\": {\"requests\": {\"cpu\": \"336m\"}}}",
                "336m");
        preview(
                "seed.resources.limits",
                "seed",
                "{\"command\": [\"x\"], \"resources\": {\"limits\": {\"memory\": \"776Mi\"}}}",
                "776Mi");
        preview("secrets.names", "secrets", "{\"from\": \"there\", \"names\": [\"mail-account\"]}", "mail-account");
        preview("secrets.from", "secrets", "{\"from\": \"over-there\", \"names\": [\"mail\"]}", "over-there");
        preview("verify.http", "verify", "{\"http\": \"/deep-health\"}", "/deep-health");
        preview("verify.service", "verify", "{\"command\": [\"x\"], \"service\": \"front-door\"}", "front-door");
        preview("verify.command", "verify", "{\"command\": [\"make\", \"smoke_test\"]}", "smoke_test");
        preview("verify.runAsUser", "verify", "{\"command\": [\"x\"], \"runAsUser\": 10999}", "10999");
        preview(
                "verify.resources.requests",
                "verify",
                "{\"command\": [\"x\"], \"resources\": {\"requests\": {\"cpu\": \"335m\"}}}",
                "335m");
        preview(
                "verify.resources.limits",
                "verify",
                "{\"command\": [\"x\"], \"resources\": {\"limits\": {\"memory\": \"779Mi\"}}}",
                "779Mi");
        preview("for", "for", "\"29h\"", "PT29H");
        preview("limit", "limit", "77", "\"limit\":77");
        preview("quota", "quota", "{\"cpu\": \"2222m\"}", "2222m");
        preview("branches", "branches", "[\"other/*\"]", "is none of preview.branches");
    }

    private void preview(String key, String setting, String value, String fragment) {
        key("preview." + key, in("preview", in(setting, value)), fragment);
    }

    private static String in(String section, String settings) {
        return "{\"" + section + "\": " + settings + "}";
    }

    private void image(String key, String value, String fragment) {
        image(key, key, value, fragment);
    }

    private void image(String key, String setting, String value, String fragment) {
        key("image." + key, in("image", in(setting, value)), fragment);
        key("images.*." + key, in("images", in("web", in(setting, value))), fragment);
    }

    private void image(String key, String value, Seen seen) {
        key("image." + key, in("image", in(key, value)), seen);
        key("images.*." + key, in("images", in("web", in(key, value))), seen);
    }

    /** Which of several images a command runs in. */
    private void chosen(String key, String settings) {
        key(key, settings, (plan, text) -> text.contains("\"image\":\"web\""));
    }

    private void datastore(String key, String value, String fragment) {
        key("datastores.*." + key, in("datastores", in("other", value)), fragment);
    }

    private void more(String key, String value, String fragment) {
        more(key, key, value, fragment);
    }

    private void more(String key, String setting, String value, String fragment) {
        datastore(key, "{\"image\": \"mail:1\", \"port\": 1025, \"" + setting + "\": " + value + "}", fragment);
    }

    private void test(String key, String setting, String value, String fragment) {
        key("test." + key, in("test", in(setting, value)), fragment);
    }

    private void staging(String key, String setting, String value, String fragment) {
        key("environments.*." + key, in("environments", in("staging", in(setting, value))), fragment);
    }

    @BeforeEach
    void writeSource() throws IOException {
        keys();
        write("kube-release.yaml", FILE);
        String dockerfile = """
            ARG PYTHON=3
            FROM python:$PYTHON AS final-stage
            RUN --mount=type=secret,id=npm true
            USER 1000
            """;
        for (String name : List.of("Dockerfile", "Other.Dockerfile", "backend/Dockerfile")) {
            write(name, dockerfile);
        }
        for (String chart : List.of("chart", "other-chart")) {
            write(chart + "/Chart.yaml", "apiVersion: v2\nname: polls\nversion: 0.1.0\n");
            write(chart + "/values.yaml", "image: {repository: x, digest: y}\n");
        }
        write("npm.txt", "token");
        write("company.pem", "certificate");
        write("deploy/staging.yaml", "replicas: 2\n");
        write("deploy/secrets.enc.yaml", "db: {password: \"ENC[AES256_GCM,data:x]\"}\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void noKeyOfTheSchemaIsForgotten() throws IOException {
        Set<String> known = new LinkedHashSet<>();
        JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
        collect(schema, schema, "", known);

        assertThat(known).hasSizeGreaterThan(80);
        assertThat(known.stream().filter(key -> uses.keySet().stream()
                        .noneMatch(used -> used.equals(key) || used.startsWith(key + "."))))
                .as("keys of the schema of which this test does not show that they reach their effect")
                .isEmpty();
        assertThat(uses.keySet()).as("keys that the schema does not have").isSubsetOf(known);
    }

    @TestFactory
    Stream<DynamicTest> eachKeyReachesItsEffect() {
        return uses.entrySet().stream()
                .map(use -> DynamicTest.dynamicTest(use.getKey(), () -> {
                    boolean preview = use.getKey().startsWith("preview.");
                    boolean several =
                            use.getKey().startsWith("images.") || use.getKey().endsWith(".image");
                    String file = several && !use.getKey().startsWith("datastores.") ? SEVERAL : FILE;
                    ReleasePlan without = plan(file, "{}", preview);
                    ReleasePlan plan = without;
                    String text;
                    try {
                        plan = plan(file, use.getValue().settings(), preview);
                        text = text(plan);
                    } catch (BadRequest refused) {
                        text = refused.report();
                    }

                    assertThat(use.getValue().seen().in(plan, text))
                            .as(use.getKey() + " with " + use.getValue().settings() + " in " + text)
                            .isTrue();
                    assertThat(use.getValue().seen().in(without, text(without)))
                            .as("what shows " + use.getKey() + " is there without it")
                            .isFalse();
                }));
    }

    private ReleasePlan plan(String file, String settings, boolean preview) throws BadRequest, IOException {
        write("kube-release.yaml", file);
        ReleaseSpec toEnvironments = new ReleaseSpec(
                ReleaseSpec.File.usual(),
                new GivenSettings("minimal host").written(settings).beside(),
                ReleaseSpec.Parts.ALL,
                Optional.of("1.4.0"),
                List.of(),
                "ann");
        ReleaseSpec spec = preview ? toEnvironments.previewing(Optional.of("Feature/x")) : toEnvironments;
        return new ReleasePlanner(directory -> new GitSource(Map.of()), Map.of(), InstantSource.fixed(NOW))
                .plan(ReleaseSpec.ofJson(spec.toJson()), source)
                .plan();
    }

    private static String text(ReleasePlan plan) {
        return new JournalCodec().write(new JournalEntry(0, NOW, new ReleaseEvent.Planned(plan)));
    }

    /** Through the builder as a host gets it: whoever creates repositories is asked for this one. */
    private boolean createsRepository(ReleasePlan plan) {
        StageTask.BuildImage build = plan.buildImages().get(plan.buildImages().size() - 1);
        StageControl control = new StageControl(
                plan.release(),
                new StageId("build"),
                NOW.plus(Duration.ofHours(1)),
                false,
                Cancellation.NEVER,
                Progress.SILENT);
        List<ImageRepository> wanted = new ArrayList<>();
        try (MinimalHost host = new MinimalHost(source, threads, wanted);
                PortsFactory ports = host.ports()) {
            var unused = ports.builder().build(build, control);
        } catch (ReleaseException.Failed nobodyToGoAs) {
            return wanted.equals(List.of(build.image().repository()));
        }
        return false;
    }

    private List<String> sinks(ReleasePlan plan) {
        try (MinimalHost host = new MinimalHost(source, threads, new ArrayList<>())) {
            return new NotifySinks(host.notifiers().orElseThrow(), InstantSource.fixed(NOW))
                    .of(plan.notifies()).stream().map(EventSink::name).toList();
        }
    }

    private static void collect(JsonNode schema, JsonNode node, String prefix, Set<String> keys) {
        node.path("properties").properties().forEach(property -> {
            String key = prefix.isEmpty() ? property.getKey() : prefix + "." + property.getKey();
            keys.add(key);
            collect(schema, property.getValue(), key, keys);
        });
        if (node.path("additionalProperties").isObject()) {
            collect(schema, node.path("additionalProperties"), prefix + ".*", keys);
        }
        // What one key says as another does, in the same words.
        if (node.path("$ref").asText().startsWith("#/properties/")) {
            collect(schema, schema.at(node.path("$ref").asText().substring(1)), prefix, keys);
        }
        node.path("oneOf").forEach(choice -> collect(schema, choice, prefix, keys));
    }
}
