package io.kuberelease.adapters.builders;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.model.SecretMask;
import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ImageSpec.BuildSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a build's secrets as files into its private directory, and makes the mask that hides them in its log. */
final class BuildSecrets {
    private static final String CA_BUNDLE = "ca-bundle";

    private final BuildSetup setup;
    private final BuildDirectory directory;

    BuildSecrets(BuildSetup setup, BuildDirectory directory) {
        this.setup = setup;
        this.directory = directory;
    }

    Prepared prepare(ImageSpec image) {
        Map<String, Path> files = new LinkedHashMap<>();
        List<Secret> values = new ArrayList<>();
        for (BuildSecret secret : image.secrets()) {
            byte[] value = value(secret);
            files.put(secret.id(), directory.write("secret-" + files.size(), value));
            values.add(new Secret(new String(value, StandardCharsets.UTF_8)));
        }
        // Certificates are public: they are handed over like a secret, but need no hiding.
        image.caBundle().ifPresent(file -> files.put(CA_BUNDLE, directory.write(CA_BUNDLE, read(CA_BUNDLE, file))));
        return new Prepared(files, SecretMask.of(values));
    }

    private byte[] value(BuildSecret secret) {
        return switch (secret.source()) {
            case ENVIRONMENT ->
                setup.variable(secret.name())
                        .orElseThrow(
                                () -> missing(secret.id(), "the environment variable " + secret.name() + " is not set"))
                        .getBytes(StandardCharsets.UTF_8);
            case FILE -> read(secret.id(), secret.name());
        };
    }

    private byte[] read(String id, String file) {
        try {
            return Files.readAllBytes(setup.source().resolve(file));
        } catch (IOException problem) {
            throw missing(
                    id, "could not read " + file + ": " + problem.getClass().getSimpleName());
        }
    }

    private static ReleaseException missing(String id, String why) {
        return new ReleaseException.Failed(
                Cause.of(CauseKind.BAD_INPUT, "could not hand secret " + id + " to the build: " + why)
                        .suggesting("set it where the release runs, or correct image.secrets in the release file"));
    }

    /**
     * A build's secrets, ready to be handed over.
     *
     * @param files by secret id, the CA bundle included
     */
    record Prepared(Map<String, Path> files, SecretMask mask) {}
}
