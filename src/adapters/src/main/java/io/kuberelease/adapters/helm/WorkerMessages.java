package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What we and the Helm worker say to each other. An absent field is empty. */
final class WorkerMessages {
    private WorkerMessages() {}

    /** Which Helm the worker holds. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Hello(int protocol, String helm) {}

    /**
     * Asks to pack a chart's directory.
     *
     * @param dependencies archives in Base64 by their names in {@code charts/}, for what is not there
     */
    record Pack(String path, Map<String, String> dependencies) {}

    /** The archive in Base64 unless it failed, and Helm's findings. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Packed(
            @Nullable String archive,
            boolean failed,
            @Nullable List<String> findings) {
        List<String> all() {
            return Objects.requireNonNullElse(findings, List.of());
        }
    }

    /** Asks what a chart renders to. */
    record Render(
            String chart,
            String values,
            String name,
            String namespace,
            String kubeconfig,
            int revision,
            boolean upgrade) {
        Render withoutCluster() {
            return new Render(chart, values, name, namespace, "", revision, upgrade);
        }
    }

    /** What each template rendered to. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rendered(@Nullable List<Template> templates) {
        List<Template> all() {
            return Objects.requireNonNullElse(templates, List.of());
        }
    }

    /** What one template rendered to. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Template(String source, @Nullable String text) {
        String manifests() {
            return Objects.requireNonNullElse(text, "");
        }
    }

    /** Asks to install or upgrade. */
    record Apply(
            String chart,
            String values,
            String name,
            String namespace,
            String kubeconfig,
            String description,
            boolean waitReady,
            long timeoutSeconds) {}

    /** The revision that Helm made. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Applied(int revision, @Nullable String status) {}
}
