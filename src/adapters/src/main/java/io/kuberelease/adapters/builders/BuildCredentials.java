package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.Progress;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the registry credentials that a build needs where docker, BuildKit and buildah look for them. */
final class BuildCredentials {
    private static final String IDENTITY_TOKEN = "<token>";

    private final BuildSetup setup;
    private final Progress progress;
    private final ObjectMapper json = new ObjectMapper();

    BuildCredentials(BuildSetup setup, Progress progress) {
        this.setup = setup;
        this.progress = progress;
    }

    /** Writes the current credentials into {@code config.json}, in docker's format, replacing an earlier one. */
    Written write(BuildDirectory directory, ImageRepository target, Set<ImageRepository> bases) {
        ObjectNode file = json.createObjectNode();
        ObjectNode auths = file.putObject("auths");
        List<Secret> secrets = new ArrayList<>();
        found(target, bases).forEach((repository, credentials) -> {
            auths.set(key(repository), entry(credentials));
            secrets.add(credentials.password());
        });
        progress.hide(FoundSecrets.of(secrets.stream().map(Secret::reveal).toList()));
        return new Written(directory.replace("config.json", bytes(file)), secrets);
    }

    /**
     * The same for programs that call docker's credential helpers: credentials that expire are renewed until the result
     * is closed. The programs must run with {@link RenewedCredentials#environment()}.
     */
    RenewedCredentials renewed(BuildDirectory directory, ImageRepository target, Set<ImageRepository> bases) {
        ObjectNode file = json.createObjectNode();
        ObjectNode auths = file.putObject("auths");
        ObjectNode helpers = file.putObject("credHelpers");
        RenewedCredentials renewed = new RenewedCredentials(setup, directory);
        found(target, bases).forEach((repository, credentials) -> {
            renewed.hide(credentials.password());
            if (credentials.expires().isPresent() && renewed.canAnswer()) {
                helpers.put(key(repository), RenewedCredentials.HELPER);
                renewed.answer(repository, credentials);
            } else {
                auths.set(key(repository), entry(credentials));
            }
        });
        directory.write("config.json", bytes(file));
        return renewed;
    }

    /** At most one for each registry; the target's counts before those of base images. */
    private Map<ImageRepository, Credentials> found(ImageRepository target, Set<ImageRepository> bases) {
        Map<ImageRepository, Credentials> found = new LinkedHashMap<>();
        setup.auth().credentials(target).ifPresent(credentials -> found.put(target, credentials));
        for (ImageRepository base : bases) {
            if (found.keySet().stream().noneMatch(each -> key(each).equals(key(base)))) {
                ofBase(base).ifPresent(credentials -> found.put(base, credentials));
            }
        }
        return found;
    }

    /** Many base images are public, so unusable credentials need not stop the build. */
    private Optional<Credentials> ofBase(ImageRepository base) {
        try {
            return setup.auth().credentials(base);
        } catch (ReleaseException.Failed useless) {
            progress.note("reading " + base + " without credentials: "
                    + useless.reason().summary());
            return Optional.empty();
        }
    }

    private ObjectNode entry(Credentials found) {
        String password = found.password().reveal();
        if (found.user().equals(IDENTITY_TOKEN)) {
            return json.createObjectNode().put("identitytoken", password);
        }
        byte[] pair = (found.user() + ":" + password).getBytes(StandardCharsets.UTF_8);
        return json.createObjectNode().put("auth", Base64.getEncoder().encodeToString(pair));
    }

    private byte[] bytes(ObjectNode node) {
        try {
            return json.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    private static String key(ImageRepository repository) {
        return repository.registry().equals("docker.io") ? "https://index.docker.io/v1/" : repository.registry();
    }

    /** A credentials file, and the secrets in it. */
    record Written(Path file, List<Secret> secrets) {
        /** Whether its secrets differ from those of the other. */
        boolean differsFrom(Written other) {
            return !values(this).equals(values(other));
        }

        private static List<String> values(Written written) {
            return written.secrets().stream().map(Secret::reveal).toList();
        }
    }
}
