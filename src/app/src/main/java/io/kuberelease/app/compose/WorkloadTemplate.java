package io.kuberelease.app.compose;

import io.kuberelease.app.compose.Workload.Check;
import io.kuberelease.app.compose.Workload.Content;
import io.kuberelease.app.compose.Workload.Mount;
import io.kuberelease.app.compose.Workload.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the template of one workload: its Deployment or Job, and the Services under whose names it is reached. */
final class WorkloadTemplate {
    private final String chart;
    private final Workload workload;
    private final StringBuilder text = new StringBuilder();

    private WorkloadTemplate(String chart, Workload workload) {
        this.chart = chart;
        this.workload = workload;
    }

    /** @param chart the chart's name, with which its helpers' names begin */
    static String of(String chart, Workload workload) {
        WorkloadTemplate template = new WorkloadTemplate(chart, workload);
        template.write();
        return template.text.toString();
    }

    private void write() {
        line(0, "{{- $own := index .Values.services %s }}".formatted(Flow.text(workload.name())));
        workload.datastore().ifPresent(name -> line(0, "{{- if $own.enabled }}"));
        if (workload.once()) {
            job();
        } else {
            deployment();
        }
        services();
    }

    private void deployment() {
        line(0, "apiVersion: apps/v1");
        line(0, "kind: Deployment");
        line(0, "metadata:");
        line(2, "name: %s".formatted(workload.name()));
        line(
                2,
                "labels: {{- include \"%s.labels\" (list . %s) | nindent 4 }}"
                        .formatted(chart, Flow.text(workload.name())));
        line(0, "spec:");
        line(2, "replicas: {{ $own.replicas }}");
        if (hasClaim()) {
            line(2, "# A claim is mounted by one pod at a time.");
            line(2, "strategy: {type: Recreate}");
        }
        line(2, "selector:");
        line(
                4,
                "matchLabels: {{- include \"%s.selector\" (list . %s) | nindent 6 }}"
                        .formatted(chart, Flow.text(workload.name())));
        line(2, "template:");
        pod(4, "");
    }

    private void job() {
        line(0, "# It ends by itself, so it runs each time after the chart was applied.");
        line(0, "apiVersion: batch/v1");
        line(0, "kind: Job");
        line(0, "metadata:");
        line(2, "name: %s".formatted(workload.name()));
        line(
                2,
                "labels: {{- include \"%s.labels\" (list . %s) | nindent 4 }}"
                        .formatted(chart, Flow.text(workload.name())));
        line(2, "annotations:");
        line(4, "helm.sh/hook: post-install,post-upgrade");
        line(4, "helm.sh/hook-delete-policy: before-hook-creation");
        line(0, "spec:");
        line(2, "template:");
        pod(4, "Never");
    }

    private void pod(int at, String restartPolicy) {
        line(at, "metadata:");
        line(
                at + 2,
                "labels: {{- include \"%s.labels\" (list . %s) | nindent %d }}"
                        .formatted(chart, Flow.text(workload.name()), at + 4));
        if (mounts(Content.Files.class) || !workload.secrets().isEmpty() || mounts(Content.SecretKey.class)) {
            line(at + 2, "annotations:");
            line(at + 4, "# New pods when what they read has changed.");
            line(at + 4, "checksum/content: {{ include \"%s.content\" . | sha256sum }}".formatted(chart));
        }
        line(at, "spec:");
        line(at + 2, "automountServiceAccountToken: false");
        line(at + 2, "# Kubernetes' own variables (DB_PORT, …) would be taken for the app's.");
        line(at + 2, "enableServiceLinks: false");
        if (!restartPolicy.isEmpty()) {
            line(at + 2, "restartPolicy: %s".formatted(restartPolicy));
        }
        workload.settings().podFields().forEach((key, value) -> line(at + 2, "%s: %s".formatted(key, value)));
        waits(at + 2);
        line(at + 2, "containers:");
        line(at + 4, "- name: %s".formatted(workload.name()));
        container(at + 6);
        volumes(at + 2);
    }

    private void waits(int at) {
        if (workload.waitsFor().isEmpty()) {
            return;
        }
        line(at, "initContainers:");
        workload.waitsFor().forEach(wait -> {
            line(at + 2, "- name: wait-for-%s".formatted(wait.host()));
            line(at + 4, "image: {{ .Values.waitImage }}");
            // Not nc -z, which not every busybox has; nor nslookup, which fails when one of several domains has no such
            // name.
            String until = wait.port()
                    .map(port -> "nc -w 2 " + wait.host() + " " + port + " -e true")
                    .orElse("! nc -w 2 " + wait.host() + " 9 -e true 2>&1 | grep -q 'bad address'");
            line(at + 4, "command: [sh, -c, \"until %s; do sleep 1; done\"]".formatted(until));
        });
    }

    private void container(int at) {
        String called =
                workload.built().map(image -> "(list . \"" + image + "\")").orElse(".");
        line(
                at,
                workload.image().isPresent()
                        ? "image: {{ $own.image }}"
                        : "image: {{ include \"" + chart + ".image\" " + called + " }}");
        workload.command().ifPresent(command -> line(at, "command: %s".formatted(Flow.command(command))));
        workload.arguments().ifPresent(arguments -> line(at, "args: %s".formatted(Flow.command(arguments))));
        workload.settings().fields().forEach((key, value) -> line(at, "%s: %s".formatted(key, value)));
        if (!workload.ports().isEmpty()) {
            line(at, "ports:");
            workload.ports()
                    .forEach(port -> line(
                            at + 2,
                            "- {name: %s, containerPort: %d, protocol: %s}"
                                    .formatted(name(port), port.number(), protocol(port))));
        }
        line(at, "env:");
        line(at + 2, "{{- range $name, $value := $own.env }}");
        line(at + 2, "- name: {{ $name | quote }}");
        line(at + 4, "value: {{ $value | toString | replace \"$\" \"$$\" | quote }}");
        line(at + 2, "{{- end }}");
        workload.secrets().forEach((variable, key) -> {
            line(at + 2, "- name: %s".formatted(Flow.text(variable)));
            line(
                    at + 4,
                    "valueFrom: {secretKeyRef: {name: {{ include \"%s.secret\" . }}, key: %s}}"
                            .formatted(chart, Flow.text(key)));
        });
        workload.check().filter(check -> !workload.once()).ifPresent(check -> probe(at, check));
        if (!workload.mounts().isEmpty()) {
            line(at, "volumeMounts:");
            workload.mounts().forEach(mount -> mounted(at + 2, mount));
        }
    }

    private void probe(int at, Check check) {
        line(at, "readinessProbe:");
        if (check.path().isPresent()) {
            line(
                    at + 2,
                    "httpGet: {path: %s, port: %d}"
                            .formatted(Flow.text(check.path().get()), check.port()));
        } else if (check.command().isEmpty()) {
            line(at + 2, "tcpSocket: {port: %d}".formatted(check.port()));
        } else {
            line(at + 2, "exec:");
            line(at + 4, "command: %s".formatted(Flow.command(check.command())));
        }
        line(at + 2, "periodSeconds: %d".formatted(check.period()));
        line(at + 2, "timeoutSeconds: %d".formatted(check.timeout()));
        line(at + 2, "failureThreshold: %d".formatted(check.failures()));
    }

    private void mounted(int at, Mount mount) {
        List<String> parts =
                new ArrayList<>(List.of("name: " + volume(mount.content()), "mountPath: " + Flow.text(mount.path())));
        if (mount.content() instanceof Content.Claim) {
            // A new file system has a directory lost+found, in which databases refuse to begin.
            parts.add("subPath: data");
        }
        if (mount.content() instanceof Content.Files files && files.file().isPresent()) {
            parts.add("subPath: " + Flow.text(files.file().get()));
        }
        if (mount.content() instanceof Content.SecretKey secret) {
            parts.add("subPath: " + Flow.text(secret.key()));
        }
        if (mount.readOnly()) {
            parts.add("readOnly: true");
        }
        line(at, "- {%s}".formatted(String.join(", ", parts)));
    }

    private void volumes(int at) {
        Map<String, String> volumes = new LinkedHashMap<>();
        workload.mounts().forEach(mount -> volumes.putIfAbsent(volume(mount.content()), source(mount.content())));
        if (volumes.isEmpty()) {
            return;
        }
        line(at, "volumes:");
        volumes.forEach((name, source) -> {
            line(at + 2, "- name: %s".formatted(name));
            source.lines().forEach(each -> line(at + 4, each));
        });
    }

    private static String volume(Content content) {
        if (content instanceof Content.Claim claim) {
            return "data-" + claim.name();
        }
        if (content instanceof Content.Files files) {
            return "files-" + files.directory();
        }
        return content instanceof Content.Memory memory
                ? "memory" + Names.label("m" + memory.path()).substring(1)
                : "secret";
    }

    private String source(Content content) {
        if (content instanceof Content.Claim claim) {
            return """
                    {{- if .Values.persistence.enabled }}
                    persistentVolumeClaim: {claimName: %s}
                    {{- else }}
                    emptyDir: {}
                    {{- end }}""".formatted(claim.name());
        }
        if (content instanceof Content.Files files) {
            return "configMap: {name: {{ include \"" + chart + ".name\" . }}-" + files.directory()
                    + (files.executable() ? ", defaultMode: 493" : "") + "}";
        }
        if (content instanceof Content.Memory memory) {
            return "emptyDir: {medium: Memory"
                    + memory.size().map(size -> ", sizeLimit: " + size).orElse("") + "}";
        }
        return "secret: {secretName: {{ include \"" + chart + ".secret\" . }}}";
    }

    private void services() {
        List<String> names = new ArrayList<>(List.of(workload.name()));
        names.addAll(workload.aliases());
        for (String name : names) {
            line(0, "---");
            service(name, false);
        }
        if (workload.datastore().isPresent()) {
            line(0, "{{- else }}");
            for (String name : names) {
                line(0, "---");
                service(name, true);
            }
            line(0, "{{- end }}");
        }
    }

    private void service(String name, boolean outside) {
        line(0, "apiVersion: v1");
        line(0, "kind: Service");
        line(0, "metadata:");
        line(2, "name: %s".formatted(name));
        line(
                2,
                "labels: {{- include \"%s.labels\" (list . %s) | nindent 4 }}"
                        .formatted(chart, Flow.text(workload.name())));
        line(0, "spec:");
        if (outside) {
            line(2, "type: ExternalName");
            line(
                    2,
                    "externalName: {{ required \"services." + workload.name()
                            + ".externalName: its host, since it is not in the chart here\" $own.externalName }}");
            return;
        }
        if (workload.ports().isEmpty()) {
            line(2, "# Nobody says at which ports it is reached, so its name leads to the pod, at any.");
            line(2, "clusterIP: None");
            line(2, "publishNotReadyAddresses: true");
        }
        line(
                2,
                "selector: {{- include \"%s.selector\" (list . %s) | nindent 4 }}"
                        .formatted(chart, Flow.text(workload.name())));
        if (!workload.ports().isEmpty()) {
            line(2, "ports:");
            workload.ports()
                    .forEach(port -> line(
                            4,
                            "- {name: %s, port: %d, targetPort: %s, protocol: %s}"
                                    .formatted(name(port), port.number(), name(port), protocol(port))));
        }
    }

    private static String name(Port port) {
        return port.protocol() + "-" + port.number();
    }

    private static String protocol(Port port) {
        return port.protocol().toUpperCase(Locale.ROOT);
    }

    private boolean hasClaim() {
        return mounts(Content.Claim.class);
    }

    private boolean mounts(Class<? extends Content> kind) {
        return workload.mounts().stream().map(Mount::content).anyMatch(kind::isInstance);
    }

    private void line(int at, String written) {
        text.append(" ".repeat(at)).append(written).append('\n');
    }
}
