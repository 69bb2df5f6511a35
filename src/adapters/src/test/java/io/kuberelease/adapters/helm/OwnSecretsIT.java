package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.SecretSource;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.Deployer.DeployRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Secrets that a release owns, on a real cluster. */
class OwnSecretsIT {
    private static final String MARK = "kube-release.io/secrets";

    private final RealCluster cluster = RealCluster.open();

    @AfterEach
    void leaveNothing() {
        cluster.close();
    }

    @Test
    void writesThemBeforeHelmAndReplacesThePodsThatUseThemWhenAValueChanges() {
        DeployRequest request = wanting("1.0.0", Map.of("PASSWORD", "swordfish-1"));
        EnvironmentDiff first = cluster.compare(request);
        assertThat(lines(first)).contains("+  PASSWORD: ••••").doesNotContain("swordfish");
        assertThat(secret("app")).as("comparing writes nothing").isEmpty();
        deployed("r-1", request);
        assertThat(value("app", "PASSWORD")).isEqualTo("swordfish-1");
        assertThat(secret("app").orElseThrow().getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/managed-by", "kube-release")
                .containsEntry("kube-release.io/app", "tiny");
        String mark = mark();
        assertThat(mark).isNotEmpty();

        assertThat(cluster.compare(request).unchanged()).isTrue();

        DeployRequest rotated = wanting("1.0.0", Map.of("PASSWORD", "swordfish-2"));
        EnvironmentDiff change = cluster.compare(rotated);
        assertThat(change.unchanged()).isFalse();
        assertThat(lines(change))
                .contains("-  PASSWORD: •••• (before)", "+  PASSWORD: •••• (after)", MARK)
                .doesNotContain("swordfish");
        deployed("r-2", rotated);
        assertThat(value("app", "PASSWORD")).isEqualTo("swordfish-2");
        assertThat(mark()).isNotEqualTo(mark);
    }

    /** Killed after the Secret was written and before Helm began: the next release finds the value there, and pods that don't have it. */
    @Test
    void aValueThatIsThereAlreadyAndThatThePodsDoNotHaveIsNotTakenForUnchanged() {
        deployed("r-1", wanting("1.0.0", Map.of("PASSWORD", "swordfish-1")));
        DeployRequest rotated = wanting("1.0.0", Map.of("PASSWORD", "swordfish-2"));
        write("app", "PASSWORD", "swordfish-2");

        EnvironmentDiff left = cluster.compare(rotated);

        assertThat(left.unchanged()).isFalse();
        deployed("r-3", rotated);
        assertThat(cluster.compare(rotated).unchanged()).isTrue();
    }

    @Test
    void oneOfAnotherOwnerIsNamedWithItsOwnerAndLeftAlone() {
        deployed("r-0", cluster.request("0.1.0", "{}"));
        cluster.client()
                .secrets()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("app")
                        .addToLabels("app.kubernetes.io/managed-by", "a-colleague")
                        .endMetadata()
                        .withData(Map.of("PASSWORD", encoded("theirs")))
                        .build())
                .create();
        DeployRequest request = wanting("1.0.0", Map.of("PASSWORD", "ours"));

        assertThatThrownBy(() -> cluster.compare(request))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, refused -> {
                    assertThat(refused.reason().summary())
                            .contains("secret app is there already and belongs to a-colleague", "nothing was written");
                    assertThat(refused.reason().suggestion().orElseThrow()).contains("delete secret");
                });
        assertThat(value("app", "PASSWORD")).isEqualTo("theirs");
    }

    @Test
    void whatLeavesTheFileStaysUntilTheDeploymentIsReadyAndOnlyOursGoes() {
        deployed("r-1", wanting("1.0.0", Map.of("PASSWORD", "swordfish-1")));
        DeployRequest without = cluster.request("1.1.0", "{}");
        EnvironmentDiff diff = cluster.compare(without);
        assertThat(lines(diff)).contains("-  PASSWORD: ••••");

        deployed("r-2", without);
        assertThat(secret("app")).isPresent();
        cluster.deployer().settle(without.environment(), HelmFixture.control("r-2"));

        assertThat(secret("app")).isEmpty();
        assertThat(secret("tiny")).as("the chart's own").isPresent();
        assertThat(cluster.compare(without).unchanged()).isTrue();
    }

    @Test
    void asTheyAreNothingIsReadWrittenOrRemoved() {
        deployed("r-1", wanting("1.0.0", Map.of("PASSWORD", "swordfish-1")));
        DeployRequest request = wanting("1.0.0", Map.of("PASSWORD", "changed at its source"));
        DeployRequest there = new DeployRequest(
                request.environment().with(EnvironmentSecrets.AS_THEY_ARE),
                request.bundle(),
                request.bundleReference());

        assertThat(cluster.compare(there).unchanged()).isTrue();
        cluster.deployer().settle(there.environment(), HelmFixture.control("r-2"));
        assertThat(value("app", "PASSWORD")).isEqualTo("swordfish-1");
    }

    /** The diff's hash is in the journal, and a password that one can guess must not be tried against it. */
    @Test
    void whatIsKeptOfAValueIsMadeWithAKeyThatTheNamespaceAloneHolds() {
        DeployRequest request = wanting("1.0.0", Map.of("PASSWORD", "swordfish-1"));
        String before = cluster.compare(request).hash().value();
        String elsewhere = cluster.compare(request).hash().value();
        assertThat(elsewhere)
                .as("each process has a key of its own until one is kept")
                .isNotEqualTo(before);

        deployed("r-1", request);

        assertThat(cluster.compare(request).hash())
                .isEqualTo(cluster.compare(request).hash());
        assertThat(secret("kube-release.tiny.secrets-key")).isPresent();
    }

    @Test
    void aResumedProcessKnowsThemAndAdoptsWhatWasDeployed() {
        DeployRequest request = wanting("1.0.0", Map.of("PASSWORD", "swordfish-1"));
        EnvironmentDiff diff = cluster.compare(request);
        HelmDeployer another = cluster.deployer();
        deployed("r-1", request);

        var adopted = another.deploy(request, diff, HelmFixture.control("r-1", true, Cancellation.NEVER))
                .toCompletableFuture()
                .join();

        assertThat(adopted.revision()).isEqualTo(1);
        assertThat(another.secrets(request.environment()).values())
                .anyMatch(value -> value.reveal().equals("swordfish-1"));
    }

    /** What one process compared another one deploys, hours later: it finds the key there. */
    @Test
    void anotherProcessDeploysWhatWasComparedAndKept() {
        DeployRequest request = wanting("1.0.0", Map.of("PASSWORD", "swordfish-1"));
        HelmDeployer one = cluster.deployer();
        EnvironmentDiff diff = one.compare(request, HelmFixture.control("r-1")).diff();
        one.keep(request, diff, HelmFixture.control("r-1"));
        wanting("1.0.0", Map.of("PASSWORD", "swordfish-2"));
        assertThat(cluster.start("r-1", request, diff, false, Cancellation.NEVER)
                        .end()
                        .problem())
                .as("not what was shown")
                .isInstanceOf(ReleaseException.Outdated.class);
        assertThat(secret("app")).isEmpty();

        wanting("1.0.0", Map.of("PASSWORD", "swordfish-1"));

        assertThat(cluster.start("r-1", request, diff, false, Cancellation.NEVER)
                        .end()
                        .revision())
                .isEqualTo(1);
        assertThat(value("app", "PASSWORD")).isEqualTo("swordfish-1");
    }

    private void deployed(String release, DeployRequest request) {
        HelmDeployer deployer = cluster.deployer();
        EnvironmentDiff diff =
                deployer.compare(request, HelmFixture.control(release)).diff();
        var unused = deployer.deploy(request, diff, HelmFixture.control(release))
                .toCompletableFuture()
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
    }

    private DeployRequest wanting(String version, Map<String, String> values) {
        DeployRequest plain = cluster.request(version, "{envFrom: app}");
        Map<String, SecretSource> sources = new HashMap<>();
        Map<String, byte[]> read = new TreeMap<>();
        values.forEach((key, value) -> {
            sources.put(key, new SecretSource.Variable(key));
            read.put(key, value.getBytes(StandardCharsets.UTF_8));
        });
        cluster.secretValues = Map.of("app", read);
        return new DeployRequest(
                plain.environment().with(new EnvironmentSecrets(Map.of("app", sources))),
                plain.bundle(),
                plain.bundleReference());
    }

    private void write(String name, String key, String value) {
        cluster.client().secrets().withName(name).edit(there -> new SecretBuilder(there)
                .addToData(key, encoded(value))
                .build());
    }

    private String mark() {
        return cluster.client()
                .apps()
                .deployments()
                .withName("tiny")
                .get()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .getOrDefault(MARK, "");
    }

    private Optional<Secret> secret(String name) {
        return Optional.ofNullable(cluster.client().secrets().withName(name).get());
    }

    private String value(String name, String key) {
        return new String(
                Base64.getDecoder().decode(secret(name).orElseThrow().getData().get(key)), StandardCharsets.UTF_8);
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private static String lines(EnvironmentDiff diff) {
        List<String> all = diff.changes().stream()
                .flatMap(change -> change.lines().stream())
                .toList();
        return String.join("\n", all);
    }
}
