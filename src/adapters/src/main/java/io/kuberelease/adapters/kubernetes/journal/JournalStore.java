package io.kuberelease.adapters.kubernetes.journal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ConfigMaps of an app's journals in its namespace: {@code kube-release.<app>.journal.<release>[.<part>]}. */
final class JournalStore {
    private static final String APP = "kube-release/app";
    private static final String RELEASE = "kube-release/release";
    private static final String JOURNAL = "kube-release/journal";
    private static final Comparator<Part> IN_ORDER = Comparator.comparingInt(Part::first);

    private final KubernetesClient client;
    private final EnvironmentSpec environment;
    private final ObjectWriter writer;

    /** What a label tells about a journal to those who look with kubectl, and to the retention. */
    enum Standing {
        OPEN,
        MOVED,
        OVER;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    JournalStore(KubernetesClient client, EnvironmentSpec environment) {
        this.client = client;
        this.environment = environment;
        this.writer = new ObjectWriter(client, environment);
    }

    /** The parts of a release's journal, in order. */
    List<Part> parts(ReleaseId release) {
        return labelled(Map.of(RELEASE, release.value())).list().getItems().stream()
                .map(Part::of)
                .sorted(IN_ORDER)
                .toList();
    }

    /** The ConfigMaps of all journals of the app. */
    List<ConfigMap> all() {
        return labelled(Map.of()).list().getItems();
    }

    /** Writes lines behind the last part, into it or into a new one; absent when somebody else was quicker. */
    Optional<Part> write(ReleaseId release, Optional<Part> last, List<String> lines, Standing standing) {
        Part target = last.filter(part -> !part.isFull()).orElseGet(() -> fresh(release, last));
        Part longer = target.with(lines);
        ConfigMap labelled = new ConfigMapBuilder(longer.object())
                .editMetadata()
                .addToLabels(JOURNAL, over(last) ? Standing.OVER.label() : standing.label())
                .endMetadata()
                .build();
        Part wanted = new Part(labelled, longer.lines());
        if (!wanted.fits()) {
            throw new IllegalArgumentException("the entries " + target.next() + " and following are too long");
        }
        boolean isNew = target.object().getMetadata().getResourceVersion() == null;
        return (isNew ? writer.create(labelled) : writer.replace(labelled)).map(Part::of);
    }

    SharedIndexInformer<ConfigMap> watch(ReleaseId release, ResourceEventHandler<ConfigMap> handler) {
        return labelled(Map.of(RELEASE, release.value()))
                .runnableInformer(0)
                .exceptionHandler((started, problem) -> started)
                .addEventHandler(handler);
    }

    void remove(ConfigMap part) {
        client.resource(part).delete();
    }

    static ReleaseId release(ConfigMap part) {
        return new ReleaseId(part.getMetadata().getLabels().getOrDefault(RELEASE, ""));
    }

    static boolean isOpen(ConfigMap part) {
        return Standing.OPEN.label().equals(part.getMetadata().getLabels().get(JOURNAL));
    }

    private static boolean over(Optional<Part> last) {
        return last.map(Part::object)
                .filter(part -> Standing.OVER
                        .label()
                        .equals(part.getMetadata().getLabels().get(JOURNAL)))
                .isPresent();
    }

    private Part fresh(ReleaseId release, Optional<Part> last) {
        int first = last.map(Part::next).orElse(0);
        String name = "kube-release." + environment.app() + ".journal." + release + (first == 0 ? "" : "." + first);
        return Part.of(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(environment.target().namespace().value())
                .withLabels(Map.of(
                        APP,
                        environment.app().value(),
                        RELEASE,
                        release.value(),
                        JOURNAL,
                        Standing.OPEN.label(),
                        "app.kubernetes.io/managed-by",
                        "kube-release"))
                .withAnnotations(Part.annotations(first))
                .endMetadata()
                .build());
    }

    private FilterWatchListDeletable<ConfigMap, ConfigMapList, Resource<ConfigMap>> labelled(Map<String, String> more) {
        return client.configMaps()
                .inNamespace(environment.target().namespace().value())
                .withLabel(JOURNAL)
                .withLabel(APP, environment.app().value())
                .withLabels(more);
    }
}
