package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ChartArchive;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chart repositories over HTTP: reads charts as their index has them, and uploads as ChartMuseum takes them. */
public final class ChartRepositories {
    private static final int NOT_FOUND = 404;
    private static final int TAKEN = 409;

    private final KnownRepositories known;
    private final ChartHttp http;

    ChartRepositories(KnownRepositories known, ChartHttp http) {
        this.known = known;
        this.http = http;
    }

    /** Those that the user's Helm knows, with its credentials, and any other by its address. */
    public static ChartRepositories of(KnownRepositories known) {
        return of(known, Connections.PLAIN);
    }

    /**
     * The same, where connections are made in a way of their own.
     *
     * @param connections how they are made, for example through a proxy
     */
    public static ChartRepositories of(KnownRepositories known, Connections connections) {
        return new ChartRepositories(known, new ChartHttp(known, connections));
    }

    /** The archive of a chart, its bytes checked against the repository's index where that has a digest. */
    byte[] fetch(ChartDependency dependency) {
        URI repository = known.address(dependency.repository())
                .orElseThrow(
                        () -> ChartSources.missing(dependency, "Helm knows no repository of that name: helm repo add"));
        Map<String, Object> entry = entry(index(repository, dependency), dependency);
        URI archive = below(repository, "").resolve(url(entry, dependency));
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

    /** Uploads a chart; the same version with the same content is fine. */
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
                            "could not publish chart " + archive.name() + " " + archive.version() + " to " + repository
                                    + ": there is another chart of this version")
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

    private static URI below(URI repository, String path) {
        String text = repository.toString();
        return URI.create((text.endsWith("/") ? text : text + "/") + path);
    }

    /** ChartMuseum's own address is before the path of a repository that it serves for one of several tenants. */
    private static URI api(URI repository, String path) {
        String tenant = repository.getPath().replaceAll("^/+|/+$", "");
        return repository.resolve("/api/" + (tenant.isEmpty() ? "" : tenant + "/") + path);
    }
}
