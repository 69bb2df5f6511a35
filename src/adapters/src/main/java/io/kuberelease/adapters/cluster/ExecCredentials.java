package io.kuberelease.adapters.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.ExecEnvVar;
import io.fabric8.kubernetes.api.model.NamedExtension;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials from the plugin that {@code users[].user.exec} of a kubeconfig names. A token is renewed before it
 * expires, a certificate is not. Safe for concurrent use.
 */
final class ExecCredentials implements ExpiringTokenProvider {
    private static final String INFO = "KUBERNETES_EXEC_INFO";
    private static final String CLUSTER_CONFIG = "client.authentication.k8s.io/exec";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A token is renewed this long before its end, since the cluster's clock may differ. */
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(60);

    /** How long a token without an expiry is used. */
    private static final Duration WITHOUT_END = Duration.ofMinutes(10);

    private static final int SHOWN = 300;

    private final ContextEntry entry;
    private final ExecConfig exec;
    private final PluginRunner runner;
    private final InstantSource clock;
    private Made made;

    /** A client's certificate and key, in Base64 as a kubeconfig has them. */
    record Certificate(String certificate, String key) {}

    private record Made(Optional<String> token, Optional<Certificate> certificate, Instant until) {}

    /**
     * Runs the plugin, and blocks until it has ended.
     *
     * @throws ReleaseException.Failed when it can't be run, fails, or gives no valid answer
     */
    ExecCredentials(ContextEntry entry, PluginRunner runner, InstantSource clock) {
        this.entry = entry;
        this.exec = entry.user().getExec();
        this.runner = runner;
        this.clock = clock;
        this.made = make();
    }

    boolean hasToken() {
        return made.token().isPresent();
    }

    Optional<Certificate> certificate() {
        return made.certificate();
    }

    /**
     * The token, renewed if needed; blocks while the plugin runs. A failure is Errored and not Failed: the plugin
     * worked before, so another try may help.
     */
    @Override
    public synchronized String getToken() {
        if (!clock.instant().isBefore(made.until())) {
            try {
                made = make();
            } catch (ReleaseException.Failed problem) {
                throw new ReleaseException.Errored(problem.reason(), Duration.ZERO, problem);
            }
        }
        return made.token().orElse("");
    }

    private Made make() {
        boolean mayAsk = runner.person() && !"Never".equals(exec.getInteractiveMode());
        if (!mayAsk && "Always".equals(exec.getInteractiveMode())) {
            throw refused(
                    CauseKind.BAD_INPUT,
                    "it asks a person (interactiveMode: Always), and nobody is at a terminal here",
                    "run it where there is a terminal, or use a user that logs in without one");
        }
        List<String> command = new ArrayList<>(List.of(exec.getCommand()));
        if (exec.getArgs() != null) {
            command.addAll(exec.getArgs());
        }
        try {
            PluginRunner.Ended ended = runner.run(command, variables(mayAsk), mayAsk);
            if (ended.exitCode() != 0) {
                throw refused(
                        CauseKind.ACCESS_DENIED,
                        "it ended with exit code " + ended.exitCode() + lastLine(ended.errors()),
                        "run it by itself, and log in again where it asks for that");
            }
            return answer(ended.output());
        } catch (PluginRunner.Missing missing) {
            throw refused(
                    CauseKind.MISSING_TOOL,
                    String.valueOf(missing.getMessage()),
                    ContextRules.isSet(exec.getInstallHint())
                            ? "install it: " + exec.getInstallHint().strip()
                            : "install it, or correct exec in the kubeconfig");
        } catch (IOException problem) {
            throw refused(CauseKind.ACCESS_DENIED, String.valueOf(problem.getMessage()), "run it by itself to see why");
        }
    }

    private Map<String, String> variables(boolean mayAsk) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (exec.getEnv() != null) {
            for (ExecEnvVar variable : exec.getEnv()) {
                variables.put(variable.getName(), ContextRules.text(variable.getValue()));
            }
        }
        ObjectNode info = JSON.createObjectNode();
        info.put("kind", "ExecCredential").put("apiVersion", exec.getApiVersion());
        ObjectNode spec = info.putObject("spec").put("interactive", mayAsk);
        if (Boolean.TRUE.equals(exec.getProvideClusterInfo())) {
            spec.set("cluster", cluster(entry.cluster()));
        }
        variables.put(INFO, info.toString());
        return variables;
    }

    private static ObjectNode cluster(Cluster cluster) {
        ObjectNode info = JSON.createObjectNode().put("server", cluster.getServer());
        if (ContextRules.isSet(cluster.getTlsServerName())) {
            info.put("tls-server-name", cluster.getTlsServerName());
        }
        if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
            info.put("insecure-skip-tls-verify", true);
        }
        if (ContextRules.isSet(cluster.getCertificateAuthorityData())) {
            info.put("certificate-authority-data", cluster.getCertificateAuthorityData());
        } else if (ContextRules.isSet(cluster.getCertificateAuthority())) {
            info.put("certificate-authority-data", content(Path.of(cluster.getCertificateAuthority())));
        }
        if (ContextRules.isSet(cluster.getProxyUrl())) {
            info.put("proxy-url", cluster.getProxyUrl());
        }
        if (Boolean.TRUE.equals(cluster.getDisableCompression())) {
            info.put("disable-compression", true);
        }
        if (cluster.getExtensions() != null) {
            cluster.getExtensions().stream()
                    .filter(extension -> CLUSTER_CONFIG.equals(extension.getName()))
                    .map(NamedExtension::getExtension)
                    .findFirst()
                    .ifPresent(config -> info.set("config", JSON.valueToTree(config)));
        }
        return info;
    }

    private static String content(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException problem) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "could not read " + file + ", which your kubeconfig names"), problem);
        }
    }

    private Made answer(String output) {
        JsonNode answer;
        try {
            answer = JSON.readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(output);
        } catch (JsonProcessingException notJson) {
            // The output is not shown, since it may hold a secret.
            throw wrong("what it printed is not JSON and nothing else"
                    + (notJson.getLocation() == null
                            ? ""
                            : ", at line " + notJson.getLocation().getLineNr()));
        }
        if (answer == null || !"ExecCredential".equals(answer.path("kind").asText())) {
            throw wrong("what it printed is no ExecCredential");
        }
        String version = answer.path("apiVersion").asText();
        if (!version.equals(exec.getApiVersion())) {
            throw wrong("it answered in " + version + ", but the kubeconfig says " + exec.getApiVersion());
        }
        JsonNode status = answer.path("status");
        for (String field : List.of("token", "clientCertificateData", "clientKeyData", "expirationTimestamp")) {
            JsonNode value = status.path(field);
            if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
                throw wrong("its status." + field + " is no text, and kubectl would not take it");
            }
        }
        Optional<String> token = text(status, "token");
        Optional<String> certificate = text(status, "clientCertificateData");
        Optional<String> key = text(status, "clientKeyData");
        if (certificate.isPresent() != key.isPresent() || (token.isEmpty() && certificate.isEmpty())) {
            throw wrong("it gave neither a token nor a certificate with its key");
        }
        return new Made(
                token,
                certificate.map(pem -> new Certificate(encoded(pem), encoded(key.orElseThrow()))),
                end(text(status, "expirationTimestamp")));
    }

    private Instant end(Optional<String> said) {
        try {
            return said.map(text -> OffsetDateTime.parse(text).toInstant().minus(BEFORE_THE_END))
                    .orElseGet(() -> clock.instant().plus(WITHOUT_END));
        } catch (DateTimeParseException unclear) {
            throw wrong("its expirationTimestamp is no time");
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty());
    }

    private static String encoded(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static String lastLine(String errors) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        String last = lines.get(lines.size() - 1).strip();
        return ": " + (last.length() > SHOWN ? last.substring(0, SHOWN) + " …" : last);
    }

    private ReleaseException.Failed wrong(String why) {
        return refused(CauseKind.ACCESS_DENIED, why, "run it by itself to see what it prints");
    }

    private ReleaseException.Failed refused(CauseKind kind, String why, String advice) {
        return new ReleaseException.Failed(Cause.of(
                        kind,
                        "could not log in to context " + entry.context() + " with " + exec.getCommand() + ", which your"
                                + " kubeconfig names: " + why)
                .suggesting(advice));
    }
}
