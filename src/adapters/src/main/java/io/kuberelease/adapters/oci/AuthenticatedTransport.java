package io.kuberelease.adapters.oci;

import io.kuberelease.adapters.http.HttpDownload;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.Progress;
import io.kuberelease.adapters.oci.Tokens.Header;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends requests to registries with the authorization that each wants, renewed when it expires, and waits when one is
 * busy.
 */
final class AuthenticatedTransport {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final PlainHttp plainHttp;
    private final RegistryAuth auth;
    private final HttpTransport transport;
    private final Tokens tokens;
    private final RetryPolicy retryPolicy;

    AuthenticatedTransport(
            RegistryAuth auth,
            PlainHttp plainHttp,
            HttpTransport transport,
            InstantSource clock,
            RetryPolicy retryPolicy) {
        this.plainHttp = plainHttp;
        this.auth = auth;
        this.transport = transport;
        this.tokens = new Tokens(transport, auth, plainHttp, clock);
        this.retryPolicy = retryPolicy;
    }

    /** A request to a path below {@code /v2/<repository>/}. */
    HttpRequest.Builder to(ImageRepository repository, String path) {
        return HttpRequest.newBuilder(home(repository).resolve("/v2/" + repository.path() + "/" + path));
    }

    URI home(ImageRepository repository) {
        return plainHttp.base(repository);
    }

    HttpReply send(HttpRequest.Builder request, Scope scope) {
        return patiently(scope, Function.identity(), () -> once(request, scope, Progress.NONE));
    }

    HttpDownload open(HttpRequest.Builder request, Scope scope) {
        return patiently(
                scope, HttpDownload::answer, () -> authorized(request, scope, transport::open, HttpDownload::answer));
    }

    /** Sends without waiting for a busy registry: only the caller can find out how much of the request it took. */
    HttpReply once(HttpRequest.Builder request, Scope scope, Progress motion) {
        return authorized(request, scope, ready -> transport.send(ready, motion), Function.identity());
    }

    void require(HttpReply answer, String tried, ImageRepository repository) {
        if (!answer.ok()) {
            throw RegistryErrors.of(tried, repository, auth, answer);
        }
    }

    private <R> R patiently(Scope scope, Function<R, HttpReply> answer, Supplier<R> ask) {
        for (int nextTry = 1; ; nextTry++) {
            R result = ask.get();
            Optional<Duration> wait = retryPolicy.before(nextTry, answer.apply(result));
            if (wait.isEmpty()) {
                return result;
            }
            retryPolicy.spend(wait.get(), scope.repository().registry());
        }
    }

    /** Tries the remembered authorization first; if that is refused, once more with a new one. */
    private <R> R authorized(
            HttpRequest.Builder request, Scope scope, Function<HttpRequest, R> send, Function<R, HttpReply> answer) {
        if (!isAtHome(request.copy().build().uri(), scope.repository())) {
            return send.apply(request.copy().build());
        }
        Optional<Header> used = tokens.remembered(scope);
        R first = send.apply(with(used, request));
        Optional<Challenge> challenge = challenge(answer.apply(first), used);
        if (challenge.isEmpty()) {
            return first;
        }
        used.ifPresent(header -> tokens.forget(scope, header));
        Optional<Header> header = tokens.remembered(scope).or(() -> tokens.answer(challenge.get(), scope));
        return header.isEmpty() ? first : send.apply(with(header, request));
    }

    private static HttpRequest with(Optional<Header> header, HttpRequest.Builder request) {
        HttpRequest.Builder copy = request.copy();
        header.ifPresent(value -> copy.setHeader("Authorization", value.value()));
        return copy.build();
    }

    /** Amazon's registry answers an expired password with 403 and no challenge; then the earlier challenge counts. */
    private static Optional<Challenge> challenge(HttpReply answer, Optional<Header> used) {
        if (answer.status() == UNAUTHORIZED) {
            return Challenge.of(answer.headers().allValues("WWW-Authenticate"));
        }
        boolean expired = answer.status() == FORBIDDEN
                && answer.excerpt().toLowerCase(Locale.ROOT).contains("expired");
        return expired ? used.map(Header::challenge) : Optional.empty();
    }

    /** Upload locations may be signed addresses on another host, which must not see our credentials. */
    private boolean isAtHome(URI address, ImageRepository repository) {
        URI home = home(repository);
        return address.getScheme().equals(home.getScheme())
                && address.getHost().equalsIgnoreCase(home.getHost())
                && port(address) == port(home);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return address.getScheme().equals("https") ? 443 : 80;
    }
}
