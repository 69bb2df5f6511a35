package io.kuberelease.adapters.helm;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The chart repositories that the user has added to Helm, by name and with credentials. */
public final class KnownRepositories {
    private final Map<String, String> environment;
    private final Path home;
    private final RegistryAuth auth;
    private final Predicate<String> plainHttp;

    /**
     * @param auth gives the credentials for hosts for which Helm has none
     * @param plainHttp whether a host, with its port where it has one, may be reached without TLS
     */
    public KnownRepositories(
            Map<String, String> environment, Path home, RegistryAuth auth, Predicate<String> plainHttp) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.auth = auth;
        this.plainHttp = plainHttp;
    }

    /**
     * The address of a repository that is given by address, or by its name in Helm as {@code @name} or
     * {@code alias:name}; absent when Helm knows no such name.
     */
    Optional<URI> address(String repository) {
        if (!repository.startsWith("@") && !repository.startsWith("alias:")) {
            return Optional.of(URI.create(repository));
        }
        String name = repository.replaceFirst("^(@|alias:)", "");
        return entries()
                .filter(each -> Yaml.text(each, "name").equals(name))
                .findFirst()
                .map(each -> URI.create(Yaml.text(each, "url")));
    }

    /** The user in the repository's address first, as for Helm. */
    Optional<Credentials> credentials(URI repository) {
        return inAddress(repository).or(() -> kept(repository)).or(() -> ofRegistry(repository));
    }

    private static Optional<Credentials> inAddress(URI repository) {
        return Optional.ofNullable(repository.getUserInfo())
                .map(user -> user.split(":", 2))
                .map(parts ->
                        new Credentials(parts[0], new Secret(parts.length < 2 ? "" : parts[1]), Optional.empty()));
    }

    private Optional<Credentials> kept(URI repository) {
        return entries()
                .filter(each -> same(Yaml.text(each, "url"), repository.toString()))
                .filter(each -> !Yaml.text(each, "username").isEmpty())
                .findFirst()
                .map(each -> new Credentials(
                        Yaml.text(each, "username"), new Secret(Yaml.text(each, "password")), Optional.empty()));
    }

    private Optional<Credentials> ofRegistry(URI repository) {
        try {
            return auth.credentials(new ImageRepository(server(repository) + "/charts"));
        } catch (IllegalArgumentException noRegistry) {
            return Optional.empty();
        }
    }

    boolean mayBeAsked(URI address) {
        return address.getHost() != null
                && ("https".equals(address.getScheme())
                        || ("http".equals(address.getScheme()) && plainHttp.test(server(address))));
    }

    /** Host and port. */
    private static String server(URI address) {
        return address.getPort() < 0 ? String.valueOf(address.getHost()) : address.getHost() + ":" + address.getPort();
    }

    private static boolean same(String one, String other) {
        return one.replaceFirst("/+$", "").equals(other.replaceFirst("/+$", ""));
    }

    private Stream<Map<String, Object>> entries() {
        Path file = file();
        if (!Files.isRegularFile(file)) {
            return Stream.empty();
        }
        try {
            Object list = Yaml.map(Files.readString(file)).get("repositories");
            return list instanceof List<?> entries
                    ? entries.stream().filter(Map.class::isInstance).map(each -> Yaml.sortedMap((Map<?, ?>) each))
                    : Stream.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("could not read Helm's repositories in " + file, unreadable);
        }
    }

    private Path file() {
        if (environment.containsKey("HELM_REPOSITORY_CONFIG")) {
            return Path.of(environment.getOrDefault("HELM_REPOSITORY_CONFIG", ""));
        }
        String config = environment.getOrDefault(
                "XDG_CONFIG_HOME", home.resolve(".config").toString());
        return Path.of(environment.getOrDefault("HELM_CONFIG_HOME", config + "/helm"), "repositories.yaml");
    }
}
