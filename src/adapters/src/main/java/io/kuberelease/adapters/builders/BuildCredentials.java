package io.kuberelease.adapters.builders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes the registry credentials that a build needs where docker, BuildKit and buildah look for them. */
final class BuildCredentials {
    private static final String IDENTITY_TOKEN = "<token>";

    private final BuildSetup setup;
    private final ObjectMapper json = new ObjectMapper();

    BuildCredentials(BuildSetup setup) {
        this.setup = setup;
    }

    /** The file, named as docker names it, and what must be hidden in the log. */
    Written write(BuildDirectory directory, ImageRepository target, Set<ImageRepository> bases) {
        ObjectNode file = json.createObjectNode();
        ObjectNode auths = file.putObject("auths");
        List<Secret> secrets = new ArrayList<>();
        Set<ImageRepository> all = new LinkedHashSet<>(Set.of(target));
        all.addAll(bases);
        for (ImageRepository repository : all) {
            if (!auths.has(key(repository))) {
                setup.auth().credentials(repository).ifPresent(found -> {
                    auths.set(key(repository), entry(found));
                    secrets.add(found.password());
                });
            }
        }
        try {
            return new Written(directory.write("config.json", json.writeValueAsBytes(file)), secrets);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
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

    private static String key(ImageRepository repository) {
        return repository.registry().equals("docker.io") ? "https://index.docker.io/v1/" : repository.registry();
    }

    /** A file of credentials. */
    record Written(Path file, List<Secret> secrets) {}
}
