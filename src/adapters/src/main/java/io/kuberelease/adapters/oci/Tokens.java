package io.kuberelease.adapters.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kuberelease.model.ImageRepository;
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

/** Answers registries' challenges, and remembers the answer for a repository until it ends. */
final class Tokens {
    /** What the token specification grants when the service does not say. */
    private static final int DEFAULT_SECONDS = 60;

    private static final int EARLIER_SECONDS = 10;

    /** Docker's name for "the password is a token that buys tokens". */
    private static final String IDENTITY_TOKEN = "<token>";

    private final HttpTransport transport;
    private final RegistryAuth auth;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Wanted, Header> known = new ConcurrentHashMap<>();

    Tokens(HttpTransport transport, RegistryAuth auth, InstantSource clock) {
        this.transport = transport;
        this.auth = auth;
        this.clock = clock;
    }

    /** What was good for this the last time. */
    Optional<String> remembered(Wanted wanted) {
        Header header = known.get(wanted);
        return header == null || clock.instant().isAfter(header.until())
                ? Optional.empty()
                : Optional.of(header.value());
    }

    void forget(Wanted wanted) {
        known.remove(wanted);
    }

    /** The header that answers the challenge; absent when we have nothing to say. */
    Optional<String> answer(Challenge challenge, Wanted wanted) {
        Optional<Credentials> credentials = auth.credentials(wanted.repository());
        Optional<Header> header = challenge.bearer()
                ? fetch(challenge, wanted, credentials)
                : credentials.map(
                        given -> new Header(basic(given), given.expires().orElse(Instant.MAX)));
        header.ifPresent(value -> known.put(wanted, value));
        return header.map(Header::value);
    }

    private Optional<Header> fetch(Challenge challenge, Wanted wanted, Optional<Credentials> credentials) {
        String realm = challenge.parameters().getOrDefault("realm", "");
        URI address = URI.create(realm);
        if (!address.isAbsolute() || (wanted.secure() && !"https".equals(address.getScheme()))) {
            throw RegistryErrors.badAnswer(
                    wanted.repository(), "its token service \"" + realm + "\" is not an https address");
        }
        String query = "service=" + encode(challenge.parameters().getOrDefault("service", "")) + "&scope="
                + encode("repository:" + wanted.repository().path() + ":" + wanted.actions());
        Answer answer = transport.send(request(address, query, credentials));
        if (!answer.ok()) {
            throw RegistryErrors.of("get a token for", wanted.repository(), credentials.map(Credentials::user), answer);
        }
        return Optional.of(token(answer, wanted));
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

    private Header token(Answer answer, Wanted wanted) {
        try {
            JsonNode body = json.readTree(answer.body());
            String token = body.path("token").asText(body.path("access_token").asText(""));
            int seconds = body.path("expires_in").asInt(DEFAULT_SECONDS) - EARLIER_SECONDS;
            if (!token.isEmpty()) {
                return new Header("Bearer " + token, clock.instant().plusSeconds(seconds));
            }
        } catch (IOException notJson) {
            // The same as no token; Jackson's message could show some of it.
        }
        throw RegistryErrors.badAnswer(wanted.repository(), "its token service answered without a token");
    }

    private static String basic(Credentials given) {
        String pair = given.user() + ":" + given.password().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** For what access is wanted. */
    record Wanted(ImageRepository repository, String actions, boolean secure) {}

    /** Its text form shows nothing. */
    private record Header(String value, Instant until) {
        @Override
        public String toString() {
            return "until " + until;
        }
    }
}
