package io.kuberelease.adapters.oci;

import io.kuberelease.model.ImageRepository;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The registries that are reached without TLS: those on this machine, and those that are listed. */
public final class PlainHttp {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}");

    private final Set<String> listed;

    /**
     * @param listed hosts, with their port where they have one, that are reached by plain HTTP
     */
    public PlainHttp(Set<String> listed) {
        this.listed = Set.copyOf(listed);
    }

    /** Whether the registry, a host with or without port, is reached by plain HTTP. */
    public boolean applies(String registry) {
        String host = registry.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(host).matches() || listed.contains(registry);
    }

    /** The base address of the repository's registry; Docker Hub's differs from its name. */
    URI base(ImageRepository repository) {
        String registry = repository.registry();
        String host =
                registry.equals("docker.io") || registry.equals("index.docker.io") ? "registry-1.docker.io" : registry;
        return URI.create((applies(registry) ? "http://" : "https://") + host);
    }
}
