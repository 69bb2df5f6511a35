package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.plan.HelmOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The messages between us and the Helm worker, as in docs/helm-worker-protocol.md. An absent field is empty. */
final class WorkerMessages {
    private WorkerMessages() {}

    /** A request, with its limits in seconds; 0 for none. */
    record Request(int v, long id, String op, Object args, long seconds, long silence) {}

    /** Why a request failed; the constants are some of the protocol's kinds. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Problem(String kind, String message, @Nullable List<String> details) {
        static final String CHART = "chart";
        static final String MEMORY = "memory";
        static final String TIME = "time";
        static final String UNREACHABLE = "unreachable";
        static final String FORBIDDEN = "forbidden";
        static final String CONFLICT = "conflict";
        static final String OWNED = "owned";
        static final String HOOK = "hook";

        List<String> all() {
            return Objects.requireNonNullElse(details, List.of());
        }
    }

    /** The versions of the protocol and of Helm, and the worker's platform. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Hello(int protocol, String helm, String platform) {}

    /** Asks to merge values files, later ones over earlier ones. */
    record Values(List<ValuesText> texts) {}

    /** A values file; the name is for messages. */
    record ValuesText(String name, String text) {}

    /** The merged values as JSON with sorted keys. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record MergedValues(String json) {}

    /**
     * Asks to pack a chart's directory.
     *
     * @param dependencies the missing dependencies' archives in Base64, by their names in {@code charts/}
     * @param skipLint whether to pack without lint
     */
    record Pack(String path, Map<String, String> dependencies, boolean skipLint) {}

    /** The archive in Base64, null if packing failed, and lint's findings. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Packed(
            @Nullable String archive,
            boolean failed,
            @Nullable List<String> findings) {
        List<String> all() {
            return Objects.requireNonNullElse(findings, List.of());
        }
    }

    /** Asks to lint a chart, an archive in Base64, with these values. */
    record Lint(String chart, String values, String namespace) {}

    /** Lint's findings, each in the form {@code [ERROR] templates/: …}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Linted(boolean failed, @Nullable List<String> findings) {
        List<String> all() {
            return Objects.requireNonNullElse(findings, List.of());
        }
    }

    /** Asks to read a Compose project; paths are absolute. */
    record Compose(String directory, List<String> files, Map<String, String> environment) {}

    /** A Compose project in its canonical form, the services that are off, and the reader's warnings. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Composed(
            JsonNode project,
            @Nullable Map<String, String> variables,
            @Nullable List<String> off,
            @Nullable List<String> warnings) {
        Map<String, String> known() {
            return Objects.requireNonNullElse(variables, Map.of());
        }

        List<String> services() {
            return Objects.requireNonNullElse(off, List.of());
        }

        List<String> said() {
            return Objects.requireNonNullElse(warnings, List.of());
        }
    }

    /**
     * Asks to render a chart, an archive in Base64; with an empty kubeconfig no cluster is asked.
     *
     * @param secrets a hash of each value of the release's own Secrets, by Secret and key: pods that use them are marked
     */
    record Render(
            String chart,
            String values,
            String name,
            String namespace,
            String kubeconfig,
            int revision,
            boolean upgrade,
            Map<String, Map<String, String>> secrets) {}

    /**
     * The result of rendering a chart once; sent back unchanged to be applied.
     *
     * @param notes the rendered NOTES.txt
     * @param crds the files in crds/ of the chart and of its enabled subcharts
     * @param digest the digest of templates and notes, by which the worker recognises its own rendering
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Rendered(
            @Nullable List<Template> templates,
            @Nullable List<Template> notes,
            @Nullable List<Template> crds,
            String digest) {
        List<Template> all() {
            return Objects.requireNonNullElse(templates, List.of());
        }

        List<Template> allCrds() {
            return Objects.requireNonNullElse(crds, List.of());
        }
    }

    /** Asks for a dry run of the rendered objects; see {@link Apply} for the other fields. */
    record Trial(
            String name,
            String namespace,
            String kubeconfig,
            Rendered rendered,
            boolean upgrade,
            String serverSide,
            boolean adopt) {}

    /** The objects that the API server would refuse, and notes on what could not be tried. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TrialResult(
            @Nullable List<ObjectRefused> refused, @Nullable List<String> notes) {
        List<ObjectRefused> allRefused() {
            return Objects.requireNonNullElse(refused, List.of());
        }

        List<String> allNotes() {
            return Objects.requireNonNullElse(notes, List.of());
        }
    }

    /** An object that the API server would refuse. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ObjectRefused(
            String source,
            String kind,
            String namespace,
            String name,
            String because,
            String message,
            @Nullable List<ObjectField> fields) {
        List<ObjectField> all() {
            return Objects.requireNonNullElse(fields, List.of());
        }
    }

    /** A problem with one field of such an object. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ObjectField(String path, String message) {}

    /** The text that one template rendered to, with the template's path. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Template(String source, String text) {}

    /** The protocol's value for server-side apply, in {@link Trial} and {@link Apply}; empty for Helm's own choice. */
    static String serverSide(HelmOptions options) {
        return options.serverSide().map(String::valueOf).orElse("");
    }

    /**
     * Asks to install or upgrade.
     *
     * @param rendered the rendering, which is applied as it is
     * @param serverSide {@code true}, {@code false}, or empty for the way of the revision before
     * @param adopt whether objects that belong to no Helm release are taken over
     */
    record Apply(
            String chart,
            String values,
            String name,
            String namespace,
            String kubeconfig,
            String description,
            Rendered rendered,
            boolean waitReady,
            long timeoutSeconds,
            String serverSide,
            boolean adopt) {}

    /** The revision that Helm made. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Applied(int revision, @Nullable String status) {}
}
