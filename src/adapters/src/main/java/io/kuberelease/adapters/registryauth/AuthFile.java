package io.kuberelease.adapters.registryauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The content of one of docker's or podman's credentials files. */
final class AuthFile {
    /** The user name by which credential helpers mark the password as an identity token. */
    static final String IDENTITY_TOKEN = "<token>";

    private static final List<String> DOCKER_HUB = List.of(
            "https://index.docker.io/v1/",
            "index.docker.io/v1",
            "index.docker.io",
            "docker.io",
            "registry-1.docker.io");

    private final Path file;
    private final JsonNode content;

    private AuthFile(Path file, JsonNode content) {
        this.file = file;
        this.content = content;
    }

    /** Reads the file; empty when there is none. */
    static Optional<AuthFile> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AuthFile(file, new ObjectMapper().readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException problem) {
            // Jackson's own message could show the file's content.
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "could not read the registry credentials in " + file + ": not JSON at line "
                                    + problem.getLocation().getLineNr())
                    .suggesting("mend the file, or log in again"));
        } catch (IOException problem) {
            throw new ReleaseException.Errored(
                    Cause.of(
                            CauseKind.UNAVAILABLE,
                            "could not read the registry credentials in " + file + ": "
                                    + problem.getClass().getSimpleName()),
                    Duration.ZERO);
        }
    }

    /** The credential helper that this file names for this registry only. */
    Optional<Helper> ownHelper(ImageRepository repository) {
        return keys(repository).stream()
                .map(key -> content.path("credHelpers").path(key).asText(""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(name -> new Helper(name, server(repository), file));
    }

    /** The credential helper for all registries. */
    Optional<Helper> store(ImageRepository repository) {
        String name = content.path("credsStore").asText("");
        return name.isEmpty() ? Optional.empty() : Optional.of(new Helper(name, server(repository), file));
    }

    /** The credentials in the file itself; the longest matching path wins, as in podman. */
    Optional<Credentials> written(ImageRepository repository) {
        return keys(repository).stream()
                .map(key -> content.path("auths").path(key))
                .flatMap(entry -> credentials(entry).stream())
                .findFirst();
    }

    private static Optional<Credentials> credentials(JsonNode entry) {
        String token = entry.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(new Credentials(IDENTITY_TOKEN, new Secret(token), Optional.empty()));
        }
        String user = entry.path("username").asText("");
        String password = entry.path("password").asText("");
        String auth = entry.path("auth").asText("");
        if (user.isEmpty() && !auth.isEmpty()) {
            String pair = decode(auth);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                user = pair.substring(0, colon);
                password = pair.substring(colon + 1).replaceAll("\0+$", "");
            }
        }
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credentials(user, new Secret(password), Optional.empty()));
    }

    private static String decode(String auth) {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    /**
     * The keys to look up, most specific first: the path and its parents, then the forms in which docker writes
     * registries.
     */
    private static List<String> keys(ImageRepository repository) {
        List<String> keys = new ArrayList<>();
        for (String key = repository.value(); key.contains("/"); key = key.substring(0, key.lastIndexOf('/'))) {
            keys.add(key);
        }
        String registry = repository.registry();
        keys.addAll(List.of(registry, "https://" + registry, "https://" + registry + "/", "http://" + registry));
        keys.addAll(List.of("https://" + registry + "/v1/", "https://" + registry + "/v2/"));
        if (DOCKER_HUB.contains(registry)) {
            keys.addAll(DOCKER_HUB);
        }
        return keys;
    }

    private static String server(ImageRepository repository) {
        return DOCKER_HUB.contains(repository.registry()) ? DOCKER_HUB.get(0) : repository.registry();
    }
}
