package io.kuberelease.adapters.registryauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A credential helper, {@code docker-credential-<name>}: it reads the server's address and writes JSON.
 *
 * @param file the file that names the helper, for messages
 */
record Helper(String name, String server, Path file) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** Runs the helper; empty when it has no credentials for the server. */
    Optional<Credentials> ask(Programs programs, Path directory, Duration limit) {
        if (!NAME.matcher(name).matches()) {
            throw failed(
                    CauseKind.BAD_INPUT, "\"" + name + "\" is not the name of a credential helper", "mend " + file);
        }
        StringBuilder output = new StringBuilder();
        Programs.Command command = new Programs.Command(
                List.of("docker-credential-" + name, "get"),
                directory,
                Map.of(),
                server.getBytes(StandardCharsets.UTF_8));
        Programs.Result result = programs.run(
                command, limit, Cancellation.NEVER, line -> output.append(line).append('\n'), line -> {});
        if (result.ended() == Programs.Ended.CANCELLED) {
            throw new ReleaseException.Aborted("stopped while asking credential helper " + name);
        }
        if (result.ended() == Programs.Ended.TIMED_OUT) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, what() + ": no answer within " + limit.toSeconds() + " s"),
                    Duration.ZERO);
        }
        return result.exitCode() == 0 ? Optional.of(parse(output.toString())) : nothing(output.toString());
    }

    /** On failure the output is a message, not a credential. */
    private Optional<Credentials> nothing(String output) {
        if (output.toLowerCase(Locale.ROOT).contains("credentials not found")) {
            return Optional.empty();
        }
        String message = output.lines().findFirst().orElse("it gave no reason").strip();
        throw failed(CauseKind.ACCESS_DENIED, message, "log in again, or mend " + file);
    }

    private Credentials parse(String output) {
        try {
            JsonNode answer = new ObjectMapper().readTree(output);
            String user = answer.path("Username").asText("");
            if (!user.isEmpty()) {
                return new Credentials(user, new Secret(answer.path("Secret").asText("")), Optional.empty());
            }
        } catch (IOException notJson) {
            // The same as no user; Jackson's message could show some of it.
        }
        throw failed(CauseKind.ACCESS_DENIED, "its answer is not what a credential helper writes", "mend " + file);
    }

    private ReleaseException failed(CauseKind kind, String why, String todo) {
        return new ReleaseException.Failed(Cause.of(kind, what() + ": " + why).suggesting(todo));
    }

    private String what() {
        return "could not get credentials for " + server + " from credential helper " + name;
    }
}
