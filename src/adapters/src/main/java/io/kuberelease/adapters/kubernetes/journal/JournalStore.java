package io.kuberelease.adapters.kubernetes.journal;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.adapters.kubernetes.support.ObjectWriter;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ConfigMaps of an app's journals in its namespace: {@code kube-release.<app>.journal.<release>[.<part>]}. */
final class JournalStore {
    private static final Comparator<Part> IN_ORDER = Comparator.comparingInt(Part::first);

    private final KubernetesClient client;
    private final EnvironmentSpec environment;
    private final ObjectWriter writer;

    /** A journal's state as its label has it, for people with kubectl and for the retention. */
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
        return labelled(Map.of(Labels.before(Labels.RELEASE), release.value())).list().getItems().stream()
                .map(Part::of)
                .sorted(IN_ORDER)
                .toList();
    }

    /** The ConfigMaps of all journals of the app. */
    List<ConfigMap> all() {
        return labelled(Map.of()).list().getItems();
    }

    /** Appends lines to the last part, or to a new one if it is full; absent when somebody else was quicker. */
    Optional<Part> write(ReleaseId release, Optional<Part> last, List<String> lines, Standing standing) {
        Part target = last.filter(part -> !part.isFull()).orElseGet(() -> fresh(release, last));
        Part longer = target.with(lines);
        ConfigMap labelled = new ConfigMapBuilder(longer.object())
                .editMetadata()
                .addToLabels(Labels.asBeforeToo(
                        Map.of(Labels.JOURNAL, over(last) ? Standing.OVER.label() : standing.label())))
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
        return labelled(Map.of(Labels.before(Labels.RELEASE), release.value()))
                .runnableInformer(0)
                .exceptionHandler((started, problem) -> started)
                .addEventHandler(handler);
    }

    void remove(ConfigMap part) {
        client.resource(part).delete();
    }

    static ReleaseId release(ConfigMap part) {
        return new ReleaseId(label(part, Labels.RELEASE));
    }

    static boolean isOpen(ConfigMap part) {
        return Standing.OPEN.label().equals(label(part, Labels.JOURNAL));
    }

    private static String label(ConfigMap part, String name) {
        return Labels.find(part.getMetadata().getLabels(), name).orElse("");
    }

    private static boolean over(Optional<Part> last) {
        return last.map(Part::object)
                .filter(part -> Standing.OVER.label().equals(label(part, Labels.JOURNAL)))
                .isPresent();
    }

    private Part fresh(ReleaseId release, Optional<Part> last) {
        int first = last.map(Part::next).orElse(0);
        String name = "kube-release." + environment.app() + ".journal." + release + (first == 0 ? "" : "." + first);
        return Part.of(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(environment.target().namespace().value())
                .withLabels(Labels.ours(Labels.asBeforeToo(Map.of(
                        Labels.APP,
                        environment.app().value(),
                        Labels.RELEASE,
                        release.value(),
                        Labels.JOURNAL,
                        Standing.OPEN.label()))))
                .withAnnotations(Part.annotations(first))
                .endMetadata()
                .build());
    }

    private FilterWatchListDeletable<ConfigMap, ConfigMapList, Resource<ConfigMap>> labelled(Map<String, String> more) {
        return client.configMaps()
                .inNamespace(environment.target().namespace().value())
                .withLabel(Labels.before(Labels.JOURNAL))
                .withLabel(Labels.before(Labels.APP), environment.app().value())
                .withLabels(more);
    }
}
