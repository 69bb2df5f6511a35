package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpPolicy;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.HttpSender;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.adapters.http.Progress;
import io.kuberelease.adapters.http.ShownAddress;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chart repositories over HTTP: finds charts by the repository's index, and uploads by ChartMuseum's API. Methods
 * block.
 */
public final class ChartRepositories {
    private static final int NOT_FOUND = 404;
    private static final int TAKEN = 409;

    private final KnownRepositories known;
    private final ChartHttp http;

    ChartRepositories(KnownRepositories known, ChartHttp http) {
        this.known = known;
        this.http = http;
    }

    /** The repositories that the user's Helm knows, with its credentials, and any other by its address. */
    public static ChartRepositories of(KnownRepositories known) {
        return of(known, KeptClients.PLAIN);
    }

    /**
     * Like {@link #of(KnownRepositories)}, with other connections.
     *
     * @param connections how connections are made, for example through a proxy
     */
    public static ChartRepositories of(KnownRepositories known, Connections connections) {
        return new ChartRepositories(known, new ChartHttp(known, connections));
    }

    /** A chart's archive, checked against the digest in the repository's index if it has one. */
    byte[] fetch(ChartDependency dependency) {
        URI repository = address(dependency);
        Map<String, Object> entry = entry(index(repository, dependency), dependency);
        URI archive = archive(repository, url(entry, dependency), dependency);
        HttpReply reply = http.get(archive, repository);
        if (!reply.ok()) {
            throw http.refused("fetch chart " + dependency + " from", archive, reply);
        }
        String digest = Yaml.text(entry, "digest").replaceFirst("^sha256:", "");
        if (!digest.isEmpty() && !Digest.of(reply.body()).hex().equals(digest)) {
            throw ChartSources.missing(dependency, "its content has another digest than the index says");
        }
        return reply.body();
    }

    private URI address(ChartDependency dependency) {
        try {
            return known.address(dependency.repository())
                    .orElseThrow(() ->
                            ChartSources.missing(dependency, "Helm knows no repository of that name: helm repo add"));
        } catch (IllegalArgumentException malformed) {
            throw ChartSources.missing(dependency, "the repository is no address");
        }
    }

    /** Uploads a chart; does nothing if the same version with the same content is there. */
    void publish(ChartArchive archive, byte[] content, URI repository) {
        if (isThere(archive, repository)) {
            return;
        }
        URI place = api(repository, "charts");
        HttpReply reply = http.post(place, repository, content);
        if (reply.status() == TAKEN && isThere(archive, repository)) {
            return;
        }
        if (!reply.ok()) {
            throw http.refused("publish chart " + archive.name() + " " + archive.version() + " to", place, reply);
        }
    }

    private boolean isThere(ChartArchive archive, URI repository) {
        URI place = api(
                repository,
                "charts/" + archive.name() + "/" + archive.version().value().replace("+", "%2B"));
        HttpReply reply = http.get(place, repository);
        if (reply.status() == NOT_FOUND) {
            return false;
        }
        if (!reply.ok()) {
            throw http.refused("look for chart " + archive.name() + " " + archive.version() + " at", place, reply);
        }
        String digest = Yaml.text(Yaml.map(reply.text()), "digest");
        if (!digest.equals(archive.digest().hex())) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.TAG_TAKEN,
                            "could not publish chart " + archive.name() + " " + archive.version() + " to "
                                    + ShownAddress.of(repository) + ": there is another chart of this version")
                    .suggesting("release with a new version; a published chart never changes"));
        }
        return true;
    }

    private Map<String, Object> index(URI repository, ChartDependency dependency) {
        URI place = below(repository, "index.yaml");
        HttpReply reply = http.get(place, repository);
        if (!reply.ok()) {
            throw http.refused("look for chart " + dependency + " in", place, reply);
        }
        return Yaml.map(reply.text());
    }

    private static Map<String, Object> entry(Map<String, Object> index, ChartDependency dependency) {
        List<?> versions =
                Yaml.inner(index, "entries").get(dependency.name()) instanceof List<?> list ? list : List.of();
        return versions.stream()
                .filter(Map.class::isInstance)
                .map(each -> Yaml.sortedMap((Map<?, ?>) each))
                .filter(each -> Yaml.text(each, "version").equals(dependency.version()))
                .findFirst()
                .orElseThrow(() -> ChartSources.missing(
                        dependency,
                        versions.isEmpty() ? "the repository has no such chart" : "the repository has other versions"));
    }

    private static String url(Map<String, Object> entry, ChartDependency dependency) {
        return Optional.ofNullable(entry.get("urls"))
                .filter(List.class::isInstance)
                .flatMap(urls -> ((List<?>) urls).stream().findFirst())
                .map(String::valueOf)
                .orElseThrow(() -> ChartSources.missing(dependency, "the repository's index has no address of it"));
    }

    private static URI archive(URI repository, String url, ChartDependency dependency) {
        try {
            URI place = URI.create(part(repository, false) + "/").resolve(url);
            boolean beside = !URI.create(url).isAbsolute();
            return beside && place.getRawQuery() == null ? URI.create(place + part(repository, true)) : place;
        } catch (IllegalArgumentException noAddress) {
            throw ChartSources.missing(dependency, "the repository's index has no address of it that can be used");
        }
    }

    /** A file of the repository; a query of its address, often a token, belongs to each of its files, as for Helm. */
    private static URI below(URI repository, String path) {
        return URI.create(part(repository, false) + "/" + path + part(repository, true));
    }

    /** The address without its query and a slash at its end, or the query with its question mark. */
    private static String part(URI repository, boolean query) {
        String text = repository.toString().replaceFirst("#.*", "");
        int mark = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
        return query ? text.substring(mark) : text.substring(0, mark).replaceFirst("/$", "");
    }

    /** An address of ChartMuseum's API, where the tenant, which is the repository's path, follows {@code /api/}. */
    private static URI api(URI repository, String path) {
        String tenant = repository.getPath().replaceAll("^/+|/+$", "");
        return repository.resolve("/api/" + (tenant.isEmpty() ? "" : tenant + "/") + path);
    }

    /**
     * Sends requests to chart repositories, with credentials only to the repository's own host, and explains refusals.
     */
    static final class ChartHttp {
        private static final HttpPolicy POLICY = HttpPolicy.within(Duration.ofSeconds(60))
                .connecting(Duration.ofSeconds(10))
                .following();

        private final KnownRepositories known;
        private final HttpSender sender;

        ChartHttp(KnownRepositories known, Connections connections) {
            this.known = known;
            this.sender = new HttpSender(connections, POLICY);
        }

        /**
         * @param repository the repository whose credentials are sent if the address has the same host and port
         */
        HttpReply get(URI address, URI repository) {
            return send(address, repository, HttpRequest.newBuilder().GET());
        }

        HttpReply post(URI address, URI repository, byte[] content) {
            return send(
                    address,
                    repository,
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/gzip")
                            .POST(BodyPublishers.ofByteArray(content)));
        }

        ReleaseException refused(String tried, URI address, HttpReply reply) {
            String what = "could not " + tried + " " + ShownAddress.of(address) + ": it answered " + reply.status()
                    + " " + reply.excerpt();
            if (reply.status() >= 500 || reply.status() == 429 || reply.status() == 408) {
                return new ReleaseException.Errored(
                        Cause.of(CauseKind.UNAVAILABLE, what),
                        reply.retryAfter().orElse(Duration.ZERO));
            }
            boolean denied = reply.status() == 401 || reply.status() == 403;
            return new ReleaseException.Failed(
                    denied
                            ? Cause.of(CauseKind.ACCESS_DENIED, what)
                                    .suggesting(
                                            "give Helm the repository's user: helm repo add --username … --password-stdin")
                            : Cause.of(CauseKind.REFUSED, what).suggesting("check the repository's address"));
        }

        private HttpReply send(URI address, URI repository, HttpRequest.Builder request) {
            if (!known.mayBeAsked(address)) {
                throw new ReleaseException.Failed(Cause.of(
                                CauseKind.BAD_INPUT,
                                "will not ask " + ShownAddress.of(address) + ": it is not an https address")
                        .suggesting("use https, or list the host in KUBE_RELEASE_PLAIN_HTTP"));
            }
            if (ShownAddress.server(address).equals(ShownAddress.server(repository))) {
                known.credentials(repository).ifPresent(given -> request.header("Authorization", basic(given)));
            }
            try {
                return sender.ask(request.uri(address).build(), Progress.NONE);
            } catch (NoAnswer none) {
                throw new ReleaseException.Errored(
                        Cause.of(
                                CauseKind.UNAVAILABLE,
                                "could not reach " + ShownAddress.of(address) + ": " + none.why()),
                        Duration.ZERO,
                        none);
            }
        }

        private static String basic(Credentials given) {
            String pair = given.user() + ":" + given.password().reveal();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }
    }
}
