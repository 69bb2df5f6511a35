package io.kuberelease.plan;

import io.kuberelease.model.AppName;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.Target;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the clusters that are made when they are needed. */
final class ClustersReader {
    private static final Duration LIFETIME = Duration.ofHours(4);
    private static final Duration WITHIN = Duration.ofMinutes(15);
    private static final Set<String> FILLED_IN = Set.of("name", "kubeconfig");

    private ClustersReader() {}

    /**
     * The clusters of a release file.
     *
     * @param named those whose name was read, even if something else of them is wrong
     */
    record PopUps(Map<String, PopUpName> named, Map<String, ClusterSpec> specs) {
        /** The name of a target's cluster for one that was written: that of a cluster of this file, else the same. */
        String target(String written) {
            return Optional.ofNullable(named.get(written))
                    .map(PopUpName::cluster)
                    .orElse(written);
        }

        boolean has(String written) {
            return named.containsKey(written);
        }

        /** Adds a problem when a section names one of these clusters, and pins it. */
        void refusePin(SectionReader section) {
            Field pin = section.field("clusterId");
            section.field("cluster")
                    .written()
                    .filter(written -> pin.isGiven() && has(written))
                    .ifPresent(written -> pin.refuse(
                            "pins cluster " + written + ", which is another one each time it is made",
                            "remove it; only the cluster that was made for this name is ever used"));
        }

        /** How the target's cluster is made; absent when it is there anyway. */
        Optional<ClusterSpec> of(Target target) {
            return PopUpName.of(target.cluster()).map(PopUpName::name).map(specs::get);
        }
    }

    static PopUps read(Field field, AppName app) {
        Map<String, PopUpName> named = new LinkedHashMap<>();
        Map<String, ClusterSpec> specs = new LinkedHashMap<>();
        for (Field entry : field.entries()) {
            SectionReader section = entry.section(Section.CLUSTER);
            Optional<PopUpName> name = name(entry, app);
            name.ifPresent(known -> named.put(entry.key(), known));
            spec(section, name).ifPresent(spec -> specs.put(entry.key(), spec));
        }
        return new PopUps(named, specs);
    }

    private static Optional<ClusterSpec> spec(SectionReader section, Optional<PopUpName> name) {
        Field create = section.required(
                "create", "say what makes it, for example [kind, create, cluster, --name, \"{name}\"]");
        Field delete = section.required(
                "delete", "say what deletes it, for example [kind, delete, cluster, --name, \"{name}\"]");
        List<String> makes = command(create);
        List<String> deletes = command(delete);
        Duration lifetime = section.field("for").as(DurationText::parse).orElse(LIFETIME);
        Duration within = section.field("within").as(DurationText::parse).orElse(WITHIN);
        return name.map(known -> new ClusterSpec(known, makes, deletes, lifetime, within));
    }

    private static List<String> command(Field field) {
        if (!field.isGiven()) {
            return List.of();
        }
        List<String> command = field.command();
        for (Field item : field.isList() ? field.items() : List.<Field>of()) {
            ClusterSpec.places(item.written().orElse("")).stream()
                    .filter(place -> !FILLED_IN.contains(place))
                    .forEach(place -> item.refuse(
                            "has {" + place + "}, which nothing is filled in for",
                            Nearest.to(place, FILLED_IN)
                                    .map(near -> "write {" + near + "}")
                                    .orElse("use {name} and {kubeconfig}; a variable of the shell is written $NAME")));
        }
        return command;
    }

    private static Optional<PopUpName> name(Field entry, AppName app) {
        try {
            return Optional.of(new PopUpName(app, entry.key()));
        } catch (IllegalArgumentException refused) {
            entry.refuseKey(
                    "is not a name for a cluster",
                    "use at most 30 lower-case letters, digits and dashes, beginning with a letter");
            return Optional.empty();
        }
    }
}
