package io.kuberelease.app.compose;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.app.compose.Workload.Check;
import io.kuberelease.app.compose.Workload.Port;
import io.kuberelease.app.compose.Workload.Settings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Reads one service key by key: each is translated, or has no meaning in a cluster, or is told as left out. There is no
 * key of which nothing is said.
 */
final class ServiceReader {
    /** What other classes take, or what a cluster does by itself. */
    private static final Set<String> TAKEN = Set.of(
            "build",
            "image",
            "command",
            "entrypoint",
            "environment",
            "env_file",
            "ports",
            "expose",
            "volumes",
            "tmpfs",
            "secrets",
            "configs",
            "depends_on",
            "links",
            "hostname",
            "container_name",
            "healthcheck",
            "networks",
            "deploy",
            "restart",
            "scale",
            "mem_limit",
            "mem_reservation",
            "cpus",
            "user",
            "working_dir",
            "read_only",
            "cap_add",
            "cap_drop",
            "tty",
            "stdin_open",
            "stop_grace_period",
            "extra_hosts",
            "shm_size",
            "group_add",
            "privileged",
            "profiles",
            "pull_policy",
            "develop",
            "attach");

    private static final Map<String, String> WHY = Map.of(
            "labels",
                    "is left out: what reads labels of containers, such as Traefik, does not see pods; the chart has an Ingress",
            "logging", "is left out: a cluster collects what containers write by itself",
            "network_mode", "is left out: a pod has an address of its own",
            "init", "is left out: add an init such as tini to the image where it is needed",
            "stop_signal", "is left out: pods are ended with SIGTERM, unless the image says otherwise (STOPSIGNAL)",
            "platform", "is left out: image.platforms in the release file says for what the image is built",
            "sysctls", "is left out: only a cluster's administrator allows those",
            "ulimits", "is left out: nodes set those",
            "devices", "is left out: a pod gets a device by a device plugin of its node");

    /** A plain question whose answer means what a probe's does: curl with -f, or wget, and nothing that changes what is asked. */
    private static final Pattern ASKS_BY_HTTP = Pattern.compile(
            "(?:.*/)?(?:curl(?=.*\\s(?:-[a-zA-Z]*f[a-zA-Z]*|--fail)\\b)(?:\\s+(?:-[fsSLk]+|--fail|--silent|--show-error|-o\\s+/dev/null))*"
                    + "|wget(?:\\s+(?:-[qS]+|--spider|--quiet|-nv|--no-verbose|--tries=1|-O\\s*(?:-|/dev/null)))*)"
                    + "\\s+[\"']?http://(?:localhost|127\\.0\\.0\\.1)(?::(?<port>\\d+))?(?<path>/[^\\s\"'|;&]*)?[\"']?"
                    + "(?:\\s*(?:>\\s*/dev/null|2>&1))*(?:\\s*\\|\\|\\s*exit\\s+1)?\\s*");

    private static final Pattern EXPOSE = Pattern.compile("(?im)^\\s*EXPOSE\\s+(.+)$");
    private static final int USUAL_PERIOD = 10;
    private static final int USUAL_TIMEOUT = 5;
    private static final int USUAL_RETRIES = 3;
    private static final int HTTP = 80;

    private final String service;
    private final JsonNode fields;
    private final Leftovers leftovers;
    private final SecretValues secrets;

    ServiceReader(String service, JsonNode fields, Leftovers leftovers, SecretValues secrets) {
        this.service = service;
        this.fields = fields;
        this.leftovers = leftovers;
        this.secrets = secrets;
    }

    /** Says of each key that is left out that it is. */
    void tellTheRest() {
        fields.fieldNames().forEachRemaining(key -> {
            if (!TAKEN.contains(key) && !isEmpty(fields.get(key)) && !key.startsWith("x-")) {
                left(WHY.getOrDefault(key, "is left out: a pod has nothing like it"), key);
            }
        });
        if (fields.path("privileged").asBoolean()) {
            left("is left out: give the container the capabilities that it needs", "privileged");
        }
        if (fields.path("develop").size() > 0) {
            left("is left out: it is for the machine of a developer", "develop");
        }
        fields.path("networks").fieldNames().forEachRemaining(network -> fields.path("networks")
                .path(network)
                .fieldNames()
                .forEachRemaining(key -> {
                    if (!key.equals("aliases")) {
                        left("is left out: a cluster gives addresses by itself", "networks", network, key);
                    }
                }));
        deploy();
    }

    private void deploy() {
        JsonNode deploy = fields.path("deploy");
        deploy.fieldNames().forEachRemaining(key -> {
            if (!Set.of("replicas", "resources", "restart_policy").contains(key)
                    && !(key.equals("mode") && deploy.path(key).asText().equals("replicated"))
                    && !isEmpty(deploy.get(key))) {
                left("is left out: set it in the chart's template if it matters", "deploy", key);
            }
        });
        if (deploy.path("restart_policy").hasNonNull("condition")
                && !deploy.path("restart_policy").path("condition").asText().equals("any")) {
            left("is left out: a pod is started again whenever it ends", "deploy", "restart_policy");
        }
        for (String kind : List.of("limits", "reservations")) {
            deploy.path("resources").path(kind).fieldNames().forEachRemaining(key -> {
                if (!key.equals("cpus") && !key.equals("memory")) {
                    left("is left out: a pod asks for it in another way", "deploy", "resources", kind, key);
                }
            });
        }
    }

    /** The entrypoint; absent for the image's own. One that is cleared leaves the command in its place. */
    Optional<List<String>> command() {
        return isCleared() ? texts("command") : texts("entrypoint");
    }

    /** The command, the arguments of the entrypoint; absent for the image's own. */
    Optional<List<String>> arguments() {
        Optional<List<String>> command = texts("command");
        if (command.filter(List::isEmpty).isPresent()) {
            left("is left out: a pod can't clear the image's command", "command");
            return Optional.empty();
        }
        return isCleared() ? Optional.empty() : command;
    }

    private boolean isCleared() {
        return fields.path("entrypoint").isArray() && fields.path("entrypoint").isEmpty();
    }

    private Optional<List<String>> texts(String key) {
        JsonNode node = fields.path(key);
        return node.isArray() ? Optional.of(strings(node)) : Optional.empty();
    }

    /** The plain variables, by name. Those without a value are told: Compose takes them from whoever calls it. */
    SortedMap<String, String> variables() {
        SortedMap<String, String> plain = new TreeMap<>();
        fields.path("environment").properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                left("is left out: it has no value here; set it in the chart's values", "environment", entry.getKey());
            } else if (!isSecret(entry.getKey(), entry.getValue().asText())) {
                plain.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return plain;
    }

    /** The variables whose values are secrets. */
    SortedMap<String, String> secretVariables() {
        SortedMap<String, String> secret = new TreeMap<>();
        fields.path("environment").properties().forEach(entry -> {
            if (!entry.getValue().isNull()
                    && isSecret(entry.getKey(), entry.getValue().asText())) {
                secret.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return secret;
    }

    private boolean isSecret(String name, String value) {
        return SecretValues.isSecret(name, value) || secrets.in(value).isPresent();
    }

    /**
     * The ports at which others reach it.
     *
     * @param dockerfile what the image is built with; empty for another image
     * @param known the port of a datastore; absent for others
     */
    List<Port> ports(String dockerfile, Optional<Integer> known) {
        Set<Port> ports = new LinkedHashSet<>();
        fields.path("ports")
                .forEach(port -> ports.add(new Port(
                        port.path("target").asInt(), port.path("protocol").asText("tcp"))));
        StreamSupport.stream(fields.path("expose").spliterator(), false)
                .flatMap(text -> range(text.asText()).stream())
                .forEach(ports::add);
        Matcher exposed = EXPOSE.matcher(dockerfile);
        while (exposed.find()) {
            for (String text : exposed.group(1).trim().split("\\s+", -1)) {
                parsed(text).ifPresent(ports::add);
            }
        }
        known.ifPresent(number -> ports.add(new Port(number, "tcp")));
        return List.copyOf(ports);
    }

    private static List<Port> range(String text) {
        Matcher range =
                Pattern.compile("(\\d{1,5})-(\\d{1,5})(?:/(tcp|udp|sctp))?").matcher(text);
        if (!range.matches()) {
            return parsed(text).stream().toList();
        }
        return IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                .mapToObj(number ->
                        new Port(number, Optional.ofNullable(range.group(3)).orElse("tcp")))
                .toList();
    }

    private static Optional<Port> parsed(String text) {
        Matcher port = Pattern.compile("(\\d{1,5})(?:/(tcp|udp|sctp))?").matcher(text);
        return port.matches()
                ? Optional.of(new Port(
                        Integer.parseInt(port.group(1)),
                        Optional.ofNullable(port.group(2)).orElse("tcp")))
                : Optional.empty();
    }

    /** Whether a port of it is published on the machine, so that people or other programs come to it from outside. */
    boolean isPublished() {
        return StreamSupport.stream(fields.path("ports").spliterator(), false).anyMatch(port -> port.has("published"));
    }

    /** More names under which the others reach it. */
    List<String> aliases(JsonNode project) {
        Set<String> names = new TreeSet<>();
        project.path("services").forEach(other -> strings(other.path("links")).stream()
                .filter(link -> link.startsWith(service + ":"))
                .forEach(link -> names.add(link.substring(service.length() + 1))));
        fields.path("networks").forEach(network -> names.addAll(strings(network.path("aliases"))));
        for (String key : List.of("hostname", "container_name")) {
            if (fields.hasNonNull(key)) {
                names.add(fields.path(key).asText());
            }
        }
        return List.copyOf(names);
    }

    /** When it is ready, as its health check tells; without one, when its first port takes connections. */
    Optional<Check> check(List<Port> ports) {
        JsonNode health = fields.path("healthcheck");
        List<String> test = strings(health.path("test"));
        if (health.path("disable").asBoolean() || test.isEmpty() || test.get(0).equals("NONE")) {
            return ports.stream()
                    .filter(port -> port.protocol().equals("tcp"))
                    .findFirst()
                    .map(port -> new Check(
                            Optional.empty(), port.number(), List.of(), USUAL_PERIOD, USUAL_TIMEOUT, USUAL_RETRIES));
        }
        long period = seconds(health.path("interval"), USUAL_PERIOD);
        long timeout = seconds(health.path("timeout"), USUAL_TIMEOUT);
        long failures = Math.max(1, health.path("retries").asLong(USUAL_RETRIES));
        boolean byShell = test.get(0).equals("CMD-SHELL");
        Matcher http = ASKS_BY_HTTP.matcher(String.join(" ", test.subList(1, test.size())));
        if (http.matches()) {
            return Optional.of(new Check(
                    Optional.ofNullable(http.group("path")).or(() -> Optional.of("/")),
                    Optional.ofNullable(http.group("port"))
                            .map(Integer::valueOf)
                            .orElse(HTTP),
                    List.of(),
                    period,
                    timeout,
                    failures));
        }
        List<String> command = new ArrayList<>(byShell ? List.of("/bin/sh", "-c") : List.of());
        command.addAll(test.subList(1, test.size()));
        return Optional.of(new Check(Optional.empty(), 0, command, period, timeout, failures));
    }

    /** A duration as Compose's reader writes it, {@code 1m30s}; rounded up to whole seconds, which are all a probe has. */
    static long seconds(JsonNode duration, long otherwise) {
        if (!duration.isTextual()) {
            return otherwise;
        }
        Matcher part = Pattern.compile("([0-9.]+)(h|ms|m|us|µs|ns|s)").matcher(duration.asText());
        double seconds = 0;
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1))
                    * switch (part.group(2)) {
                        case "h" -> 3600;
                        case "m" -> 60;
                        case "s" -> 1;
                        case "ms" -> 1e-3;
                        default -> 0;
                    };
        }
        return Math.max(1, (long) Math.ceil(seconds));
    }

    /** How the container runs. */
    Settings settings() {
        return new ContainerSettings(fields, this).read();
    }

    /** Says that a key of the service is left out, or otherwise than it was. */
    void left(String why, String... key) {
        leftovers.add(why, Leftovers.path(service, key));
    }

    static List<String> strings(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return List.copyOf(texts);
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isBoolean() && !value.asBoolean())
                || (value.isNumber() && value.asDouble() == 0);
    }
}
