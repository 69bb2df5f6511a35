package io.kuberelease.adapters.helm;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;

/** Asks chart repositories, with credentials for the very host that they are for, and says in words why one refuses. */
final class ChartHttp {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SHOWN = 300;

    private final KnownRepositories known;
    private final HttpClient client;

    ChartHttp(KnownRepositories known, Supplier<HttpClient.Builder> connections) {
        this.known = known;
        this.client = connections
                .get()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Reply(int status, byte[] body) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    /**
     * @param repository whose credentials are shown, should the address be at the same host
     */
    Reply get(URI address, URI repository) {
        return send(address, repository, HttpRequest.newBuilder().GET());
    }

    Reply post(URI address, URI repository, byte[] content) {
        return send(
                address,
                repository,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/gzip")
                        .POST(BodyPublishers.ofByteArray(content)));
    }

    ReleaseException refused(String tried, URI address, Reply reply) {
        String body = new String(reply.body(), 0, Math.min(SHOWN, reply.body().length), StandardCharsets.UTF_8);
        String what = "could not " + tried + " " + address + ": it answered " + reply.status() + " "
                + body.replaceAll("\\s+", " ").strip();
        if (reply.status() >= 500 || reply.status() == 429 || reply.status() == 408) {
            return new ReleaseException.Errored(Cause.of(CauseKind.UNAVAILABLE, what), Duration.ZERO);
        }
        boolean denied = reply.status() == 401 || reply.status() == 403;
        return new ReleaseException.Failed(
                denied
                        ? Cause.of(CauseKind.ACCESS_DENIED, what)
                                .suggesting(
                                        "give Helm the repository's user: helm repo add --username … --password-stdin")
                        : Cause.of(CauseKind.REFUSED, what).suggesting("check the repository's address"));
    }

    private Reply send(URI address, URI repository, HttpRequest.Builder request) {
        if (!known.mayBeAsked(address)) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "will not ask " + address + ": it is not an https address")
                            .suggesting("use https, or list the host in KUBE_RELEASE_PLAIN_HTTP"));
        }
        if (address.getAuthority().equals(repository.getAuthority())) {
            known.credentials(repository).ifPresent(given -> request.header("Authorization", basic(given)));
        }
        try {
            HttpResponse<byte[]> response =
                    client.send(request.uri(address).timeout(LIMIT).build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException gone) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not reach " + address + ": " + gone), Duration.ZERO, gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while asking " + address.getAuthority());
        }
    }

    private static String basic(Credentials given) {
        String pair = given.user() + ":" + given.password().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
