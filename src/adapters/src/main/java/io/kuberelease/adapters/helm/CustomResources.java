package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.port.Progress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the custom resource definitions in a chart's crds/ up to date, which Helm never does, and never downgrades one.
 * Blocks.
 */
final class CustomResources {
    private static final String FIELD_MANAGER = "kube-release";
    private static final long ESTABLISHED_SECONDS = 10;

    private final KubernetesClient client;
    private final Progress progress;

    CustomResources(KubernetesClient client, Progress progress) {
        this.client = client;
        this.progress = progress;
    }

    /**
     * Applies each definition that has all versions that the cluster's has. Other objects in crds/ are created if
     * missing and never changed, as by Helm.
     *
     * @param files the files in crds/ of the chart and of its enabled subcharts
     */
    void upgrade(List<WorkerMessages.Template> files) {
        List<Map<String, Object>> all = files.stream()
                .flatMap(file -> Yaml.maps(file.text()).stream())
                .filter(manifest -> !Yaml.text(manifest, "kind").isEmpty())
                .toList();
        all.stream().filter(CustomResources::isDefinition).forEach(this::upgradeDefinition);
        all.stream().filter(manifest -> !isDefinition(manifest)).forEach(this::create);
    }

    private static boolean isDefinition(Map<String, Object> manifest) {
        return Yaml.text(manifest, "kind").equals("CustomResourceDefinition");
    }

    private void create(Map<String, Object> manifest) {
        GenericKubernetesResource wanted =
                Serialization.unmarshal(Yaml.canonical(manifest), GenericKubernetesResource.class);
        String name = Yaml.text(manifest, "kind").toLowerCase(Locale.ROOT) + "/"
                + wanted.getMetadata().getName();
        try {
            if (client.resource(wanted).get() == null) {
                client.resource(wanted).create();
                progress.log("helm", name + " of the chart's crds/ created");
            } else {
                progress.log("helm", name + " of the chart's crds/ is left as it is, as Helm leaves it");
            }
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate("create " + name + " of the chart's crds/", problem);
        }
    }

    private void upgradeDefinition(Map<String, Object> manifest) {
        CustomResourceDefinition wanted =
                Serialization.unmarshal(Yaml.canonical(manifest), CustomResourceDefinition.class);
        try {
            upgrade(wanted);
        } catch (KubernetesClientException problem) {
            throw ClusterErrors.translate(
                    "apply custom resource definition " + wanted.getMetadata().getName(), problem);
        }
    }

    private void upgrade(CustomResourceDefinition wanted) {
        String name = wanted.getMetadata().getName();
        CustomResourceDefinition present = definitions().withName(name).get();
        if (present != null && !versions(wanted).containsAll(versions(present))) {
            progress.log(
                    "helm",
                    "custom resource definition " + name + " is left as it is: the cluster has versions "
                            + versions(present) + ", the chart only " + versions(wanted));
            return;
        }
        definitions()
                .resource(wanted)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        definitions()
                .withName(name)
                .waitUntilCondition(CustomResources::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
        progress.log("helm", "custom resource definition " + name + (present == null ? " created" : " applied"));
    }

    private NonNamespaceOperation<
                    CustomResourceDefinition, CustomResourceDefinitionList, Resource<CustomResourceDefinition>>
            definitions() {
        return client.apiextensions().v1().customResourceDefinitions();
    }

    /**
     * Null-safe, since the API server answers {@code "conditions": null} for a definition that it has just accepted.
     */
    private static boolean established(@Nullable CustomResourceDefinition definition) {
        return Optional.ofNullable(definition)
                .map(CustomResourceDefinition::getStatus)
                .map(CustomResourceDefinitionStatus::getConditions)
                .stream()
                .flatMap(List::stream)
                .anyMatch(condition -> condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
    }

    private static Set<String> versions(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().stream()
                .map(version -> version.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
