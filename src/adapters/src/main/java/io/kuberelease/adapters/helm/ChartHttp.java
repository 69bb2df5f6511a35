package io.kuberelease.adapters.helm;

import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.http.HttpPolicy;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.HttpSender;
import io.kuberelease.adapters.http.NoAnswer;
import io.kuberelease.adapters.http.Progress;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks chart repositories, with credentials for the very host that they are for, and says in words why one refuses. */
final class ChartHttp {
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
     * @param repository whose credentials are shown, should the address be at the same host
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
        String what = "could not " + tried + " " + address + ": it answered " + reply.status() + " " + reply.excerpt();
        if (reply.status() >= 500 || reply.status() == 429 || reply.status() == 408) {
            return new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, what), reply.retryAfter().orElse(Duration.ZERO));
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
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.BAD_INPUT, "will not ask " + address + ": it is not an https address")
                            .suggesting("use https, or list the host in KUBE_RELEASE_PLAIN_HTTP"));
        }
        if (address.getAuthority().equals(repository.getAuthority())) {
            known.credentials(repository).ifPresent(given -> request.header("Authorization", basic(given)));
        }
        try {
            return sender.ask(request.uri(address).build(), Progress.NONE);
        } catch (NoAnswer none) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not reach " + address + ": " + none.why()),
                    Duration.ZERO,
                    none);
        }
    }

    private static String basic(Credentials given) {
        String pair = given.user() + ":" + given.password().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
