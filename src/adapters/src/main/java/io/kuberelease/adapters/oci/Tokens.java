package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.adapters.http.HttpReply;
import io.kuberelease.adapters.http.Progress;
import io.kuberelease.adapters.http.ShownAddress;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers registries' challenges, and remembers the answer for each scope until it expires. Thread-safe. */
final class Tokens {
    /** The lifetime by the token specification when the service gives none. */
    private static final int DEFAULT_SECONDS = 60;

    private static final int EARLIER_SECONDS = 10;

    /** The user name by which docker marks the password as a refresh token. */
    private static final String IDENTITY_TOKEN = "<token>";

    private final HttpTransport transport;
    private final RegistryAuth auth;
    private final PlainHttp plainHttp;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Scope, Header> known = new ConcurrentHashMap<>();

    Tokens(HttpTransport transport, RegistryAuth auth, PlainHttp plainHttp, InstantSource clock) {
        this.transport = transport;
        this.auth = auth;
        this.plainHttp = plainHttp;
        this.clock = clock;
    }

    /** The last answer for the scope; empty when there is none or it has expired. */
    Optional<Header> remembered(Scope scope) {
        return Optional.ofNullable(known.get(scope))
                .filter(header -> !clock.instant().isAfter(header.until()));
    }

    /** Forgets a refused answer, but not one that another thread has fetched since. */
    void forget(Scope scope, Header used) {
        known.remove(scope, used);
    }

    /** A new answer to the challenge; empty when it wants a password and we have none. */
    Optional<Header> answer(Challenge challenge, Scope scope) {
        Optional<Credentials> credentials = auth.credentials(scope.repository());
        Optional<Header> header = challenge.bearer()
                ? fetch(challenge, scope, credentials)
                : credentials.map(
                        given -> new Header(basic(given), given.expires().orElse(Instant.MAX), challenge));
        header.ifPresent(value -> known.put(scope, value));
        return header;
    }

    private Optional<Header> fetch(Challenge challenge, Scope scope, Optional<Credentials> credentials) {
        String realm = challenge.parameters().getOrDefault("realm", "");
        URI address = address(realm, scope);
        boolean secure = !plainHttp.applies(scope.repository().registry());
        if (!address.isAbsolute() || (secure && !"https".equals(address.getScheme()))) {
            throw RegistryErrors.badAnswer(
                    scope.repository(), "its token service \"" + ShownAddress.of(realm) + "\" is not an https address");
        }
        HttpReply answer = transport.send(request(address, query(challenge, scope), credentials), Progress.NONE);
        if (!answer.ok()) {
            throw RegistryErrors.of("get a token for", scope.repository(), auth, answer);
        }
        return Optional.of(token(answer, scope, challenge));
    }

    private static URI address(String realm, Scope scope) {
        try {
            return URI.create(realm);
        } catch (IllegalArgumentException malformed) {
            throw RegistryErrors.badAnswer(
                    scope.repository(), "its token service \"" + ShownAddress.of(realm) + "\" is no address");
        }
    }

    private static String query(Challenge challenge, Scope scope) {
        StringBuilder query =
                new StringBuilder("service=" + encode(challenge.parameters().getOrDefault("service", "")));
        scope.texts().forEach(text -> query.append("&scope=").append(encode(text)));
        return query.toString();
    }

    private static HttpRequest request(URI realm, String query, Optional<Credentials> credentials) {
        if (credentials.isPresent() && credentials.get().user().equals(IDENTITY_TOKEN)) {
            String form = query + "&grant_type=refresh_token&client_id=kube-release&refresh_token="
                    + encode(credentials.get().password().reveal());
            return HttpRequest.newBuilder(realm)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
        }
        String separator = realm.getQuery() == null ? "?" : "&";
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(realm + separator + query));
        credentials.ifPresent(given -> builder.header("Authorization", basic(given)));
        return builder.GET().build();
    }

    private Header token(HttpReply answer, Scope scope, Challenge challenge) {
        try {
            JsonNode body = json.readTree(answer.body());
            String token = body.path("token").asText(body.path("access_token").asText(""));
            int seconds = body.path("expires_in").asInt(DEFAULT_SECONDS) - EARLIER_SECONDS;
            if (!token.isEmpty()) {
                return new Header("Bearer " + token, clock.instant().plusSeconds(seconds), challenge);
            }
        } catch (IOException notJson) {
            // The same as no token; Jackson's message could show some of it.
        }
        throw RegistryErrors.badAnswer(scope.repository(), "its token service answered without a token");
    }

    private static String basic(Credentials given) {
        String pair = given.user() + ":" + given.password().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * An {@code Authorization} header, its expiry, and the challenge that it answers. {@code toString} shows no secret.
     */
    record Header(String value, Instant until, Challenge challenge) {
        @Override
        public String toString() {
            return "until " + until;
        }
    }
}
