package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.datastores.LastingDatastores;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.AppName;
import io.kuberelease.plan.PreviewInventory;
import io.kuberelease.port.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What earlier releases have put into a preview, and is not wanted any more. What is not ours is left alone. */
record Superfluous(KubernetesClient client, String namespace, AppName app, Progress progress) {

    void remove(PreviewInventory wanted) {
        List<HasMetadata> gone = new ArrayList<>();
        if (!wanted.quota()) {
            gone.addAll(named(
                    client.resourceQuotas().inNamespace(namespace).withName(KubernetesPreviewContents.QUOTA)::get));
            gone.addAll(
                    named(client.limitRanges().inNamespace(namespace).withName(KubernetesPreviewContents.QUOTA)::get));
        }
        client.secrets().inNamespace(namespace).withLabel(Labels.APP, app.value()).list().getItems().stream()
                .filter(KubernetesPreviewContents::isCopy)
                .filter(secret ->
                        !wanted.secrets().contains(secret.getMetadata().getName()))
                .forEach(gone::add);
        if (!wanted.datastores()) {
            gone.addAll(datastores());
        }
        gone.stream().filter(this::isOurs).forEach(object -> {
            progress.note("removes " + object.getKind() + " "
                    + object.getMetadata().getName() + ", which the release file does not have any more");
            var unused = client.resource(object).delete();
        });
    }

    private List<HasMetadata> datastores() {
        Map<String, String> theirs = new LastingDatastores(app, namespace, List.of()).selector();
        List<HasMetadata> found = new ArrayList<>();
        found.addAll(client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withLabels(theirs)
                .list()
                .getItems());
        found.addAll(client.services()
                .inNamespace(namespace)
                .withLabels(theirs)
                .list()
                .getItems());
        found.addAll(client.secrets()
                .inNamespace(namespace)
                .withLabels(theirs)
                .list()
                .getItems());
        return found;
    }

    private static List<HasMetadata> named(Supplier<? extends HasMetadata> found) {
        return Optional.<HasMetadata>ofNullable(found.get()).stream().toList();
    }

    private boolean isOurs(HasMetadata object) {
        return app.value()
                .equals(Optional.ofNullable(object.getMetadata().getLabels())
                        .orElse(Map.of())
                        .get(Labels.APP));
    }
}
