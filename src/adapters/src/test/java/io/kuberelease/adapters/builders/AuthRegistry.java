package io.kuberelease.adapters.builders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The dev registry that wants a password: {@code KUBE_RELEASE_AUTH_REGISTRY} and the file of its credentials. */
final class AuthRegistry {
    private AuthRegistry() {}

    static String address() {
        return System.getenv().getOrDefault("KUBE_RELEASE_AUTH_REGISTRY", "localhost:5001");
    }

    static String[] userAndPassword() {
        String file = System.getenv("KUBE_RELEASE_AUTH_REGISTRY_CREDENTIALS");
        if (file == null) {
            throw new IllegalStateException("set KUBE_RELEASE_AUTH_REGISTRY_CREDENTIALS to a file with user:password");
        }
        try {
            return Files.readString(Path.of(file)).strip().split(":", 2);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
