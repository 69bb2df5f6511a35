package io.kuberelease.testkit;

import io.kuberelease.plan.AppDescription;
import io.kuberelease.plan.DatastoreCatalogue;
import io.kuberelease.plan.PromotionCompiler;
import io.kuberelease.request.Node;
import io.kuberelease.request.Place;
import java.util.List;
import java.util.Map;

/** The release file of the app polls: staging, then production, which asks for an approval. */
public final class SampleFile {
    private static final Place SOMEWHERE = new Place("kube-release.yaml", 1, 1);

    private SampleFile() {}

    /** The app as the file describes it. */
    public static AppDescription polls() {
        return new PromotionCompiler(new DatastoreCatalogue())
                .describe(node(content()))
                .orElseThrow(problems -> new IllegalStateException(problems.toString()));
    }

    /** A release file with this content, as somebody wrote it; its values are maps, lists and texts. */
    public static Node of(Map<String, ?> content) {
        return node(content);
    }

    private static Map<String, ?> content() {
        return Map.of(
                "image",
                Map.of("repository", "registry.example/acme/polls"),
                "environments",
                new java.util.TreeMap<>(Map.of(
                        "staging", Map.of("cluster", "staging", "after", List.of()),
                        "production",
                                Map.of(
                                        "cluster",
                                        "production",
                                        "after",
                                        List.of("staging"),
                                        "approval",
                                        Map.of("by", List.of("release-managers"))))));
    }

    private static Node node(Object written) {
        if (written instanceof Map<?, ?> mapping) {
            return new Node.Mapping(
                    SOMEWHERE,
                    mapping.entrySet().stream()
                            .map(entry ->
                                    new Node.Entry(SOMEWHERE, String.valueOf(entry.getKey()), node(entry.getValue())))
                            .toList());
        }
        if (written instanceof List<?> items) {
            return new Node.Sequence(
                    SOMEWHERE, items.stream().map(SampleFile::node).toList());
        }
        return new Node.Scalar(SOMEWHERE, String.valueOf(written), Node.Type.TEXT);
    }
}
