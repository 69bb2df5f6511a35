package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.kuberelease.plan.HelmOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What we and the Helm worker say to each other. An absent field is empty. */
final class WorkerMessages {
    private WorkerMessages() {}

    /** A request, with its limits in seconds; 0 for none. */
    record Request(int v, long id, String op, Object args, long seconds, long silence) {}

    /** Why a request was not done, and whose trouble that is. */
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

    /** Which Helm the worker holds. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Hello(int protocol, String helm, String platform) {}

    /** Asks what files of values come to, later ones over earlier ones. */
    record Values(List<ValuesText> texts) {}

    /** A file of values, by the name under which it is spoken of. */
    record ValuesText(String name, String text) {}

    /** The values as JSON with its keys sorted. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record MergedValues(String json) {}

    /**
     * Asks to pack a chart's directory.
     *
     * @param dependencies archives in Base64 by their names in {@code charts/}, for what is not there
     * @param skipLint whether somebody lints with an environment's values later
     */
    record Pack(String path, Map<String, String> dependencies, boolean skipLint) {}

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

    /** Asks what Helm's lint finds when a chart is given these values. */
    record Lint(String chart, String values, String namespace) {}

    /** Its findings, each as {@code [ERROR] templates/: …}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Linted(boolean failed, @Nullable List<String> findings) {
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
            boolean upgrade) {}

    /**
     * What a chart rendered to, in one rendering. It is handed back as it is when it is to be applied.
     *
     * @param notes what its NOTES.txt became
     * @param crds the files in crds/ of the chart and of the charts within it that are switched on
     * @param digest of templates and notes, by which the worker knows it again
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

    /** Asks what the API server would refuse of what was rendered; see {@link Apply} for the rest. */
    record Trial(
            String name,
            String namespace,
            String kubeconfig,
            Rendered rendered,
            boolean upgrade,
            String serverSide,
            boolean adopt) {}

    /** What it would refuse, and what it could not be asked. */
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

    /** An object that it would refuse. */
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

    /** What is wrong with a field of it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ObjectField(String path, String message) {}

    /** What one template rendered to. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Template(String source, String text) {}

    /** The way of applying as the worker is told it, both where it tries and where it applies. */
    static String serverSide(HelmOptions options) {
        return options.serverSide().map(String::valueOf).orElse("");
    }

    /**
     * Asks to install or upgrade.
     *
     * @param rendered is applied as it is
     * @param serverSide {@code true}, {@code false}, or empty: as the revision before
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
