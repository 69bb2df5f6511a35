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
 * Rendered manifests by the resource that each describes, including hooks.
 *
 * @param resources the manifests, in their order
 */
record Manifests(Map<ResourceIdentity, Map<String, Object>> resources) {
    private static final String HOOK = "helm.sh/hook";
    /** The names of test hooks, including those of Helm 2. */
    private static final Set<String> TESTS = Set.of("test", "test-success", "test-failure");

    private static final String SECRETS = "kube-release.io/secrets";
    private static final String WEIGHT = "helm.sh/hook-weight";
    // Helm's rule: a line that begins with three dashes, whatever follows on it.
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---.*$");

    /** Parses manifests; a resource without a namespace gets the given one. */
    static Manifests parse(String text, Namespace namespace) {
        Map<ResourceIdentity, Map<String, Object>> found = new LinkedHashMap<>();
        for (String document : SEPARATOR.split(text, -1)) {
            for (Map<String, Object> manifest : Yaml.maps(document)) {
                each(manifest).forEach(one -> found.put(identity(one, namespace), one));
            }
        }
        return new Manifests(found);
    }

    /** A copy with these manifests added, or replaced where the resource is the same. */
    Manifests and(List<Map<String, Object>> others, Namespace namespace) {
        Map<ResourceIdentity, Map<String, Object>> all = new LinkedHashMap<>(resources);
        others.forEach(other -> all.put(identity(other, namespace), other));
        return new Manifests(all);
    }

    /** A copy with the resources of both. */
    Manifests and(Manifests others) {
        Map<ResourceIdentity, Map<String, Object>> all = new LinkedHashMap<>(resources);
        all.putAll(others.resources());
        return new Manifests(all);
    }

    /** What the pods of each workload use of the release's own Secrets, as their mark says. */
    Map<ResourceIdentity, String> secretMarks() {
        Map<ResourceIdentity, String> marks = new LinkedHashMap<>();
        resources.forEach((resource, manifest) -> {
            Map<String, Object> template = Yaml.inner(Yaml.inner(manifest, "spec"), "template");
            String mark = Yaml.text(annotations(template), SECRETS);
            if (!mark.isEmpty()) {
                marks.put(resource, mark);
            }
        });
        return marks;
    }

    /** The resources that are not hooks, in the order of the manifests. */
    List<ResourceIdentity> lasting() {
        return resources.entrySet().stream()
                .filter(entry -> hooksOf(entry.getValue()).isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The hooks that Helm runs before and after an install or upgrade, in Helm's order. */
    List<ResourceIdentity> hooks(boolean upgrade) {
        List<ResourceIdentity> inOrder = new ArrayList<>();
        String occasion = upgrade ? "upgrade" : "install";
        inOrder.addAll(hooksAt("pre-" + occasion));
        hooksAt("post-" + occasion).stream()
                .filter(hook -> !inOrder.contains(hook))
                .forEach(inOrder::add);
        return inOrder;
    }

    /** A copy without the hooks that only {@code helm test} runs. */
    Manifests withoutTests() {
        Map<ResourceIdentity, Map<String, Object>> rest = new LinkedHashMap<>(resources);
        rest.values().removeIf(manifest -> {
            Set<String> hooks = hooksOf(manifest);
            return !hooks.isEmpty() && TESTS.containsAll(hooks);
        });
        return new Manifests(rest);
    }

    /** Whether there are hooks that run after the install or upgrade, for which Helm has to wait for the workloads. */
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
            // Helm too takes a weight that is no number for 0.
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
