package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.Workload.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a service's container runs: as which user, with which rights and means, and for how long it may end. */
final class ContainerSettings {
    private static final int USUAL_GRACE = 10;

    private final JsonNode fields;
    private final ServiceReader service;

    ContainerSettings(JsonNode fields, ServiceReader service) {
        this.fields = fields;
        this.service = service;
    }

    /** Reads it; what a pod does not take is told. */
    Settings read() {
        Map<String, String> container = new LinkedHashMap<>();
        Map<String, String> pod = new LinkedHashMap<>();
        if (fields.hasNonNull("working_dir")) {
            container.put("workingDir", Flow.text(fields.path("working_dir").asText()));
        }
        for (Map.Entry<String, String> flag :
                Map.of("tty", "tty", "stdin_open", "stdin").entrySet()) {
            if (fields.path(flag.getKey()).asBoolean()) {
                container.put(flag.getValue(), "true");
            }
        }
        security().ifPresent(text -> container.put("securityContext", text));
        resources().ifPresent(text -> container.put("resources", text));
        if (fields.hasNonNull("stop_grace_period")) {
            pod.put(
                    "terminationGracePeriodSeconds",
                    String.valueOf(ServiceReader.seconds(fields.path("stop_grace_period"), USUAL_GRACE)));
        }
        if (fields.hasNonNull("hostname")
                && fields.path("hostname")
                        .asText()
                        .equals(Names.label(fields.path("hostname").asText()))) {
            pod.put("hostname", fields.path("hostname").asText());
        }
        groups().ifPresent(text -> pod.put("securityContext", text));
        hosts().ifPresent(text -> pod.put("hostAliases", text));
        JsonNode replicas =
                fields.path("deploy").has("replicas") ? fields.path("deploy").path("replicas") : fields.path("scale");
        return new Settings(replicas.asInt(1), container, pod);
    }

    private Optional<String> security() {
        List<String> parts = new ArrayList<>();
        if (fields.hasNonNull("user")) {
            Matcher user = Pattern.compile("(\\d+)(?::(\\d+))?")
                    .matcher(fields.path("user").asText());
            if (user.matches()) {
                parts.add("runAsUser: " + user.group(1));
                Optional.ofNullable(user.group(2)).ifPresent(group -> parts.add("runAsGroup: " + group));
            } else {
                service.left("is left out: a pod takes a user's number only, not its name", "user");
            }
        }
        if (fields.path("read_only").asBoolean()) {
            parts.add("readOnlyRootFilesystem: true");
        }
        List<String> capabilities = new ArrayList<>();
        for (Map.Entry<String, String> change :
                Map.of("cap_add", "add", "cap_drop", "drop").entrySet()) {
            List<String> names = ServiceReader.strings(fields.path(change.getKey())).stream()
                    .map(name -> name.replaceFirst("^CAP_", ""))
                    .toList();
            if (!names.isEmpty()) {
                capabilities.add(change.getValue() + ": " + Flow.command(names));
            }
        }
        if (!capabilities.isEmpty()) {
            parts.add("capabilities: {" + String.join(", ", capabilities) + "}");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of("{" + String.join(", ", parts) + "}");
    }

    private Optional<String> groups() {
        List<String> groups = ServiceReader.strings(fields.path("group_add"));
        if (groups.stream().anyMatch(group -> !group.matches("\\d+"))) {
            service.left("is left out: a pod takes groups' numbers only, not their names", "group_add");
            return Optional.empty();
        }
        return groups.isEmpty()
                ? Optional.empty()
                : Optional.of("{supplementalGroups: [" + String.join(", ", groups) + "]}");
    }

    private Optional<String> hosts() {
        List<String> hosts = new ArrayList<>();
        for (String host : ServiceReader.strings(fields.path("extra_hosts"))) {
            int end = host.indexOf('=') < 0 ? host.indexOf(':') : host.indexOf('=');
            String address = host.substring(end + 1);
            if (address.equals("host-gateway")) {
                service.left("is left out: a pod has no machine of a developer beside it", "extra_hosts");
            } else {
                hosts.add("{ip: " + Flow.text(address) + ", hostnames: [" + Flow.text(host.substring(0, end)) + "]}");
            }
        }
        return hosts.isEmpty() ? Optional.empty() : Optional.of("[" + String.join(", ", hosts) + "]");
    }

    private Optional<String> resources() {
        JsonNode deploy = fields.path("deploy").path("resources");
        String limits = amounts(
                deploy.path("limits").path("cpus").asText(fields.path("cpus").asText("")),
                deploy.path("limits")
                        .path("memory")
                        .asText(fields.path("mem_limit").asText("")));
        String requests = amounts(
                deploy.path("reservations").path("cpus").asText(""),
                deploy.path("reservations")
                        .path("memory")
                        .asText(fields.path("mem_reservation").asText("")));
        List<String> parts = new ArrayList<>();
        if (!requests.isEmpty()) {
            parts.add("requests: {" + requests + "}");
        }
        if (!limits.isEmpty()) {
            parts.add("limits: {" + limits + "}");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of("{" + String.join(", ", parts) + "}");
    }

    private static String amounts(String cpus, String bytes) {
        List<String> parts = new ArrayList<>();
        if (!cpus.isEmpty() && !cpus.equals("0")) {
            parts.add("cpu: \"" + cpus + "\"");
        }
        if (!bytes.isEmpty() && !bytes.equals("0")) {
            parts.add("memory: \"" + bytes + "\"");
        }
        return String.join(", ", parts);
    }
}
