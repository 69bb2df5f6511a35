package io.kuberelease.adapters.builders;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.port.RegistryAuth;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The settings and services that every builder needs.
 *
 * @param source the directory of the release file; all paths of a task are relative to it
 * @param environment our own variables: addresses of builders, and the values of build secrets
 * @param home the user's home directory
 * @param temporary where a build's private directory is made
 * @param plainHttp whether a registry, host and port, is reached without TLS
 */
public record BuildSetup(
        Path source,
        Map<String, String> environment,
        Path home,
        Path temporary,
        Programs programs,
        RegistryAuth auth,
        Predicate<String> plainHttp,
        InstantSource clock) {
    public BuildSetup {
        environment = Map.copyOf(environment);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
