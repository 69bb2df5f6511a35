package io.kuberelease.app.compose;

import io.kuberelease.app.compose.Workload.Content;
import io.kuberelease.app.compose.Workload.Mount;
import io.kuberelease.app.compose.Workload.Port;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes a chart of a translated Compose project. Pure. */
final class ChartDraft {
    private static final String CLAIM_SIZE = "1Gi";
    private static final String IMAGE = """
            image:
              # Set by the release: the image that was tested, by its digest.
              repository: %s
              digest: ""
              # Used without a digest; the chart's appVersion when empty.
              tag: ""
            """;
    private static final String WAIT_IMAGE = "busybox:1.37";

    private final String name;
    private final ComposedApp app;
    private final Map<String, String> files = new TreeMap<>();

    private ChartDraft(String name, ComposedApp app) {
        this.name = name;
        this.app = app;
    }

    /** The chart's files, by their paths in it. */
    static Map<String, String> of(String name, ComposedApp app) {
        ChartDraft draft = new ChartDraft(name, app);
        draft.write();
        return draft.files;
    }

    private void write() {
        files.put("Chart.yaml", """
                apiVersion: v2
                name: %s
                description: Made of a compose file by kube-release init; it is yours now.
                type: application
                # Both are set by the release.
                version: 0.1.0
                appVersion: "0.1.0"
                """.formatted(name));
        files.put("values.yaml", values());
        files.put("templates/_helpers.tpl", helpers());
        app.workloads()
                .forEach(workload -> files.put(
                        "templates/services/" + workload.name() + ".yaml", WorkloadTemplate.of(name, workload)));
        app.files().forEach((path, text) -> files.put("files/" + path, text));
        if (!app.files().isEmpty()) {
            files.put("templates/files.yaml", configMaps());
        }
        if (!claims().isEmpty()) {
            files.put("templates/claims.yaml", CLAIMS);
        }
        if (app.hasSecret()) {
            files.put("templates/secret.yaml", secret());
        }
        app.entry().ifPresent(workload -> files.put("templates/ingress.yaml", ingress(workload)));
    }

    private Set<String> claims() {
        return app.workloads().stream()
                .flatMap(workload -> workload.mounts().stream())
                .map(Mount::content)
                .filter(Content.Claim.class::isInstance)
                .map(content -> ((Content.Claim) content).name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String values() {
        StringBuilder text = new StringBuilder("# What an environment may set.\n\n");
        text.append(app.images().only().isPresent() ? IMAGE.formatted(name) : "images:\n");
        app.images()
                .names()
                .forEach(image ->
                        text.append((image + ":\n" + IMAGE.lines().skip(1).collect(Collectors.joining("\n")) + "\n")
                                .formatted(name + "-" + image)
                                .indent(2)));
        if (app.hasSecret()) {
            text.append("\nsecret:\n");
            text.append("  # A Secret of the namespace with the keys ")
                    .append(String.join(", ", app.keys()))
                    .append(".\n");
            text.append(
                    app.missing().isEmpty()
                            ? "  # Without one the chart makes it of what the compose file says, which is no secret.\n"
                            : "  # There has to be one: the compose file does not have all their values.\n");
            text.append("  existing: \"\"\n");
            text.append(app.secrets().isEmpty() ? "  values: {}\n" : "  values:\n");
            new TreeMap<>(app.secrets()).forEach((key, value) -> text.append("    ")
                    .append(quoted(key))
                    .append(": ")
                    .append(quoted(value))
                    .append('\n'));
        }
        if (!claims().isEmpty()) {
            text.append("""

                    persistence:
                      # Without it data goes with the pod.
                      enabled: true
                      # Empty for the cluster's own.
                      className: ""
                      claims:
                    """);
            claims().forEach(claim -> text.append("    ")
                    .append(claim)
                    .append(": ")
                    .append(CLAIM_SIZE)
                    .append('\n'));
        }
        if (app.entry().isPresent()) {
            text.append("""

                    ingress:
                      enabled: false
                      className: ""
                      host: ""
                      # An existing Secret with the certificate; empty for none.
                      tlsSecret: ""
                      annotations: {}
                    """);
        }
        if (app.workloads().stream().anyMatch(workload -> !workload.waitsFor().isEmpty())) {
            text.append("\n# Waits for what a service depends on; has sh and nc.\nwaitImage: ")
                    .append(WAIT_IMAGE)
                    .append('\n');
        }
        text.append("\nservices:\n");
        app.workloads().forEach(workload -> service(text, workload));
        return text.toString();
    }

    private static void service(StringBuilder text, Workload workload) {
        text.append("  ").append(workload.name()).append(":\n");
        if (workload.datastore().isPresent()) {
            text.append("    # Where it is kept elsewhere: enabled: false, and the host under which it is reached.\n");
            text.append("    enabled: true\n    externalName: \"\"\n");
        }
        workload.image()
                .ifPresent(image ->
                        text.append("    image: ").append(quoted(image)).append('\n'));
        if (!workload.once()) {
            text.append("    replicas: ").append(workload.settings().replicas()).append('\n');
        }
        text.append(workload.variables().isEmpty() ? "    env: {}\n" : "    env:\n");
        workload.variables().forEach((variable, value) -> text.append("      ")
                .append(quoted(variable))
                .append(": ")
                .append(quoted(value))
                .append('\n'));
    }

    /** A text in a values file, which Helm does not render. */
    private static String quoted(String value) {
        return Flow.plain(value);
    }

    private String helpers() {
        String files = app.directories().stream()
                .map(directory -> "{{ (.Files.Glob \"files/" + directory + "/*\").AsConfig }}\n")
                .collect(Collectors.joining());
        String secret = app.hasSecret() ? "{{ .Values.secret | toJson }}\n" : "";
        String required = app.missing().isEmpty()
                ? "{{ .Values.secret.existing | default (printf \"%s-secrets\" (include \"NAME.name\" .)) }}"
                : "{{ required \"secret.existing: a Secret of the namespace with the keys "
                        + String.join(", ", app.keys()) + "\" .Values.secret.existing }}";
        return """
                {{/* What the templates share: names, labels, images. */}}

                {{- define "NAME.name" -}}
                {{ .Release.Name | trunc 50 | trimSuffix "-" }}
                {{- end }}

                {{/* Called with the root and a service's name. */}}
                {{- define "NAME.selector" -}}
                app.kubernetes.io/name: {{ index . 1 }}
                app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
                {{- end }}

                {{- define "NAME.labels" -}}
                {{- $root := index . 0 -}}
                {{ include "NAME.selector" . }}
                app.kubernetes.io/part-of: {{ $root.Chart.Name }}
                app.kubernetes.io/managed-by: {{ $root.Release.Service }}
                {{- end }}

                IMAGE

                {{- define "NAME.secret" -}}
                SECRET
                {{- end }}

                {{/* What pods read when they start. */}}
                {{- define "NAME.content" -}}
                CONTENT{{- end }}
                """.replace("IMAGE", app.images().only().isPresent() ? ONE_IMAGE : ONE_OF_SEVERAL)
                .replace("SECRET", required)
                .replace("CONTENT", files + secret)
                .replace("NAME", name);
    }

    private static final String ONE_IMAGE = """
            {{- define "NAME.image" -}}
            {{- with .Values.image -}}
            {{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
            {{- end -}}
            {{- end }}""";
    private static final String ONE_OF_SEVERAL = """
            {{/* Called with the root and an image's name. */}}
            {{- define "NAME.image" -}}
            {{- $root := index . 0 -}}
            {{- with index $root.Values.images (index . 1) -}}
            {{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $root.Chart.AppVersion }}{{ end }}
            {{- end -}}
            {{- end }}""";

    private String configMaps() {
        List<String> directories = app.directories().stream().map(Flow::text).toList();
        return """
                {{- range $directory := list %s }}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ include "%s.name" $ }}-{{ $directory }}
                data:
                  {{- ($.Files.Glob (printf "files/%%s/*" $directory)).AsConfig | nindent 2 }}
                {{- end }}
                """.formatted(String.join(" ", directories), name);
    }

    private static final String CLAIMS = """
            {{- if .Values.persistence.enabled }}
            {{- range $claim, $size := .Values.persistence.claims }}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: {{ $claim }}
              annotations:
                # Data outlives the release.
                helm.sh/resource-policy: keep
            spec:
              accessModes: [ReadWriteOnce]
              {{- with $.Values.persistence.className }}
              storageClassName: {{ . }}
              {{- end }}
              resources: {requests: {storage: {{ $size }}}}
            {{- end }}
            {{- end }}
            """;

    private String secret() {
        return """
                {{- if and (not .Values.secret.existing) .Values.secret.values }}
                apiVersion: v1
                kind: Secret
                metadata:
                  name: {{ include "%s.secret" . }}
                stringData:
                  {{- range $key, $value := .Values.secret.values }}
                  {{ $key | quote }}: {{ $value | quote }}
                  {{- end }}
                {{- end }}
                """.formatted(name);
    }

    private String ingress(Workload workload) {
        Port port = workload.ports().stream()
                .filter(each -> each.protocol().equals("tcp"))
                .findFirst()
                .orElseThrow();
        return """
                {{- with .Values.ingress }}
                {{- if .enabled }}
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: {{ include "NAME.name" $ }}
                  {{- with .annotations }}
                  annotations: {{- toYaml . | nindent 4 }}
                  {{- end }}
                spec:
                  {{- with .className }}
                  ingressClassName: {{ . }}
                  {{- end }}
                  {{- with .tlsSecret }}
                  tls:
                    - {hosts: [{{ $.Values.ingress.host }}], secretName: {{ . }}}
                  {{- end }}
                  rules:
                    - host: {{ required "ingress.host: under which name visitors come" .host }}
                      http:
                        paths:
                          - path: /
                            pathType: Prefix
                            backend: {service: {name: SERVICE, port: {number: PORT}}}
                {{- end }}
                {{- end }}
                """.replace("SERVICE", workload.name())
                .replace("PORT", String.valueOf(port.number()))
                .replace("NAME", name);
    }
}
