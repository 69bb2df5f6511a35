package io.kuberelease.app.access;

import io.kuberelease.model.ImageRepository;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a registry, or a part of one, is reached.
 *
 * @param prefix a host, with a port where it has one, and the beginning of a path when it is only for a part
 * @param credential the name of the credential; absent for a registry that needs none
 * @param plainHttp whether it is reached without TLS
 */
public record RegistryEntry(String prefix, Optional<String> credential, boolean plainHttp) {
    private static final String VALID = "[A-Za-z0-9.-]+(:\\d+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*";

    /** Addresses that Docker uses for its own registry. */
    private static final Set<String> DOCKER_HUB =
            Set.of("index.docker.io/v1", "index.docker.io", "registry-1.docker.io");

    /** The prefix that a person means: an address without its scheme, and one name for Docker Hub. */
    public static String prefix(String written) {
        String name = written.strip().replaceAll("^https?://|/+$", "");
        return DOCKER_HUB.contains(name) ? "docker.io" : name;
    }

    /** Whether the prefix can be one of a registry. */
    public boolean isValid() {
        return prefix.matches(VALID);
    }

    /** The registry's host and, where it has one, port. */
    public String host() {
        return prefix.contains("/") ? prefix.substring(0, prefix.indexOf('/')) : prefix;
    }

    /** Whether the entry is for a repository: the prefix must match whole parts of the repository's path. */
    public boolean serves(ImageRepository repository) {
        return repository.value().equals(prefix) || repository.value().startsWith(prefix + "/");
    }

    /** The entry for a repository: the one with the longest prefix. */
    public static Optional<RegistryEntry> of(ImageRepository repository, Collection<RegistryEntry> entries) {
        return entries.stream()
                .filter(each -> each.serves(repository))
                .max(Comparator.comparingInt(each -> each.prefix().length()));
    }

    /**
     * The registries to reach without TLS: those for which all entries say so, since a client knows a registry by its
     * host alone. Otherwise one entry could send the password of another without TLS.
     */
    public static Set<String> plainHttp(Collection<RegistryEntry> entries) {
        Map<String, Boolean> plain = entries.stream()
                .collect(Collectors.toMap(RegistryEntry::host, RegistryEntry::plainHttp, Boolean::logicalAnd));
        return plain.keySet().stream().filter(plain::get).collect(Collectors.toUnmodifiableSet());
    }
}
