package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the API server would refuse is said by a comparison, which changes nothing. */
class ServerTrialIT {
    private static final String POD =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: tiny}\nspec: {containers: [{name: c, image: "
                    + "\"{{ .Values.image.repository }}@{{ .Values.image.digest }}\"}]}\n";
    private static final String LABEL =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: labelled, labels: {helm.sh/chart: \"tiny-1.\"}}\n";
    private static final String HOOK =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: hook, labels: {\"a b\": c}, annotations: "
                    + "{helm.sh/hook: pre-install}}\n";

    private final RealCluster cluster = RealCluster.open();

    @AfterEach
    void leaveNothing() {
        cluster.close();
    }

    @Test
    void whatIsInvalidIsSaidOfEachObjectAlsoWhereTheNamespaceIsStillToBeMade() {
        DeployRequest request = request(Map.of("labels.yaml", LABEL, "hook.yaml", HOOK));

        assertThatThrownBy(() -> cluster.compare(request))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.CHART_INVALID);
                    assertThat(failed.reason().summary()).contains("(and 1 more)");
                    assertThat(failed.reason().evidence().get(0).lines())
                            .anySatisfy(line -> assertThat(line)
                                    .contains(
                                            "configmap/labelled (tiny/templates/labels.yaml): metadata.labels[helm.sh/chart]")
                                    .contains("tiny-1."))
                            .anySatisfy(line -> assertThat(line).contains("configmap/hook (tiny/templates/hook.yaml)"));
                });
        assertThat(cluster.client()
                        .namespaces()
                        .withName(cluster.client().getNamespace())
                        .get())
                .isNull();
    }

    @Test
    void aQuotaAForeignObjectAndAnUnknownKindAreSaid() {
        made();
        cluster.client()
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("services", new Quantity("0")))
                        .endSpec()
                        .build())
                .create();
        cluster.client()
                .resourceQuotas()
                .withName("small")
                .waitUntilCondition(
                        quota -> quota.getStatus() != null && quota.getStatus().getUsed() != null,
                        30,
                        TimeUnit.SECONDS);
        cluster.client()
                .configMaps()
                .load(new ByteArrayInputStream(bytes(LABEL.replace("tiny-1.", "x"))))
                .create();
        DeployRequest request = request(Map.of(
                "service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: tiny}\nspec: {ports: [{port: 80}]}\n",
                "labels.yaml", LABEL.replace("tiny-1.", "x"),
                "unknown.yaml", "apiVersion: nowhere.example/v1\nkind: Unknown\nmetadata: {name: odd}\n"));

        assertThatThrownBy(() -> cluster.compare(request))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> assertThat(String.join(
                                "\n", failed.reason().evidence().get(0).lines()))
                        .contains("service/tiny (tiny/templates/service.yaml)", "exceeded quota")
                        .contains("configmap/labelled", "belongs to no Helm release")
                        .contains("unknown/odd", "no matches for kind"));
        assertThat(cluster.client().services().list().getItems()).isEmpty();
    }

    @Test
    void aFieldThatCanNotBeChangedIsSaidAndTheLastRunsHookIsNotInTheWay() {
        made();
        String hook =
                "apiVersion: batch/v1\nkind: Job\nmetadata: {name: hook, annotations: {helm.sh/hook: \"pre-install,pre-upgrade\"}}\n"
                        + "spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: %s, command: [\"true\"]}]}}}\n"
                                .formatted(cluster.image());
        Map<String, String> before = Map.of("hook.yaml", hook, "map.yaml", fixed("one", true));
        cluster.deployed("r-1", request(before));

        assertThat(cluster.compare(request(Map.of(
                                "hook.yaml",
                                hook.replace("[\"true\"]", "[\"false\"]"),
                                "map.yaml",
                                fixed("one", true),
                                "x.yaml",
                                LABEL.replace("tiny-1.", "x"))))
                        .changes())
                .hasSize(2);
        assertThatThrownBy(() -> cluster.compare(request(Map.of("hook.yaml", hook, "map.yaml", fixed("two", true)))))
                .hasMessageContaining("immutable");
        assertThat(cluster.client().configMaps().withName("fixed").require().getData())
                .containsEntry("a", "one");
    }

    @Test
    void definitionsOfAPartThatIsSwitchedOffStayAwayAndWhatElseIsInCrdsIsMade() {
        made();
        String off = "kuberelease-it-off" + System.nanoTime() + ".example";
        DeployRequest request = cluster.request(new PackagedChart(Map.of(
                "Chart.yaml",
                bytes(
                        "apiVersion: v2\nname: tiny\nversion: 1.0.0\ndependencies: [{name: part, version: 1.0.0, condition: part.enabled}]"),
                "values.yaml",
                bytes("image: {repository: x, digest: y}\npart: {enabled: false}"),
                "templates/pod.yaml",
                bytes(POD),
                "crds/map.yaml",
                bytes("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: beside}\n"),
                "charts/part/Chart.yaml",
                bytes("apiVersion: v2\nname: part\nversion: 1.0.0"),
                "charts/part/crds/things.yaml",
                bytes(
                        ("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.GROUP}\n"
                                        + "spec: {group: GROUP, scope: Namespaced, names: {kind: Thing, plural: things}, versions: [{name: v1,"
                                        + " served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}\n")
                                .replace("GROUP", off)))));

        cluster.deployed("r-1", request);

        assertThat(cluster.client().configMaps().withName("beside").get()).isNotNull();
        assertThat(cluster.client()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("things." + off)
                        .get())
                .isNull();
    }

    private static String fixed(String value, boolean immutable) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: fixed}\nimmutable: " + immutable + "\ndata: {a: "
                + value + "}\n";
    }

    private void made() {
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(cluster.client().getNamespace())
                        .endMetadata()
                        .build())
                .create();
    }

    private DeployRequest request(Map<String, String> templates) {
        Map<String, byte[]> files = new HashMap<>(Map.of(
                "Chart.yaml", bytes("apiVersion: v2\nname: tiny\nversion: 1.0.0"),
                "values.yaml", bytes("image: {repository: x, digest: y}"),
                "templates/pod.yaml", bytes(POD)));
        templates.forEach((name, text) -> files.put("templates/" + name, bytes(text)));
        return cluster.request(new PackagedChart(files));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
