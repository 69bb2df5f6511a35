package io.kuberelease.adapters.helm;

import io.kuberelease.model.Namespace;
import io.kuberelease.model.ResourceIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Rendered manifests, each with the resource it describes; hooks among them.
 *
 * @param resources resource → its manifest
 */
record Manifests(Map<ResourceIdentity, Map<String, Object>> resources) {
    private static final String HOOK = "helm.sh/hook";
    /** As Helm 2 called them too. */
    private static final Set<String> TESTS = Set.of("test", "test-success", "test-failure");

    private static final String WEIGHT = "helm.sh/hook-weight";
    // Helm's own rule: a line of dashes, with what stands behind them on the same line.
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---.*$");

    /** Reads manifests; a resource without a namespace is taken to be in the given one. */
    static Manifests parse(String text, Namespace namespace) {
        Map<ResourceIdentity, Map<String, Object>> found = new LinkedHashMap<>();
        for (String document : SEPARATOR.split(text, -1)) {
            for (Map<String, Object> manifest : Yaml.maps(document)) {
                each(manifest).forEach(one -> found.put(identity(one, namespace), one));
            }
        }
        return new Manifests(found);
    }

    /** These and others. */
    Manifests and(List<Map<String, Object>> others, Namespace namespace) {
        Map<ResourceIdentity, Map<String, Object>> all = new LinkedHashMap<>(resources);
        others.forEach(other -> all.put(identity(other, namespace), other));
        return new Manifests(all);
    }

    /** Those of a revision that stay, in the order of the manifests. */
    List<ResourceIdentity> lasting() {
        return resources.entrySet().stream()
                .filter(entry -> hooksOf(entry.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those that Helm runs at an install or upgrade, in its order. */
    List<ResourceIdentity> hooks(boolean upgrade) {
        List<ResourceIdentity> inOrder = new ArrayList<>();
        String occasion = upgrade ? "upgrade" : "install";
        inOrder.addAll(hooksAt("pre-" + occasion));
        hooksAt("post-" + occasion).stream()
                .filter(hook -> !inOrder.contains(hook))
                .forEach(inOrder::add);
        return inOrder;
    }

    /** Those that a release has to do with, without the tests that only {@code helm test} runs. */
    Manifests withoutTests() {
        Map<ResourceIdentity, Map<String, Object>> rest = new LinkedHashMap<>(resources);
        rest.values().removeIf(manifest -> {
            Set<String> hooks = hooksOf(manifest);
            return !hooks.isEmpty() && TESTS.containsAll(hooks);
        });
        return new Manifests(rest);
    }

    /** Whether something is to run when the workloads are ready. */
    boolean hasPostHooks(boolean upgrade) {
        return !hooksAt(upgrade ? "post-upgrade" : "post-install").isEmpty();
    }

    private List<ResourceIdentity> hooksAt(String moment) {
        return resources.entrySet().stream()
                .filter(entry -> hooksOf(entry.getValue()).contains(moment))
                .sorted(Comparator.<Map.Entry<ResourceIdentity, Map<String, Object>>>comparingInt(
                                entry -> weight(entry.getValue()))
                        .thenComparing(entry -> entry.getKey().name()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Set<String> hooksOf(Map<String, Object> manifest) {
        String moments = Yaml.text(annotations(manifest), HOOK).replace(" ", "");
        return moments.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(moments.split(",", -1)));
    }

    private static int weight(Map<String, Object> manifest) {
        try {
            return Integer.parseInt(Yaml.text(annotations(manifest), WEIGHT));
        } catch (NumberFormatException none) {
            // Helm takes what is no number for 0.
            return 0;
        }
    }

    private static Map<String, Object> annotations(Map<String, Object> manifest) {
        return Yaml.inner(Yaml.inner(manifest, "metadata"), "annotations");
    }

    private static List<Map<String, Object>> each(Map<String, Object> manifest) {
        if (!(manifest.get("items") instanceof List<?> items)
                || !Yaml.text(manifest, "kind").endsWith("List")) {
            return manifest.containsKey("kind") ? List.of(manifest) : List.of();
        }
        List<Map<String, Object>> found = new ArrayList<>();
        for (Object item : items) {
            if (item instanceof Map<?, ?> map) {
                found.add(Yaml.sortedMap(map));
            }
        }
        return found;
    }

    private static ResourceIdentity identity(Map<String, Object> manifest, Namespace namespace) {
        Map<String, Object> metadata = Yaml.inner(manifest, "metadata");
        String own = Yaml.text(metadata, "namespace");
        String name = Yaml.text(metadata, "name");
        return new ResourceIdentity(
                Yaml.text(manifest, "apiVersion"),
                Yaml.text(manifest, "kind"),
                own.isEmpty() ? namespace : new Namespace(own),
                name.isEmpty() ? Yaml.text(metadata, "generateName") : name);
    }
}
