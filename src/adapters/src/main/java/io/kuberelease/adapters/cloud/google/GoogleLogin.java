package io.kuberelease.adapters.cloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gets a token for Google's registries and clusters with a service account's key. */
public final class GoogleLogin {
    /** Everything that the account may do, which its roles at Google limit. */
    public static final String SCOPE =
            "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /** The user name by which registries know that the password is an access token. */
    public static final String TOKEN_USER = "oauth2accesstoken";

    private final TokenService service;
    private final URI place;
    private final InstantSource clock;

    /**
     * @param place the address where Google gives tokens; the one in a key file is ignored
     */
    public GoogleLogin(TokenService service, URI place, InstantSource clock) {
        this.service = service;
        this.place = place;
        this.clock = clock;
    }

    /**
     * A new token as a registry takes it, with the expiry that Google gives, usually an hour.
     *
     * @throws io.kuberelease.model.ReleaseException when Google refuses the key, or is not reached
     */
    public Credentials login(ServiceAccountKey key) {
        String tried = "get a token as service account " + key.account();
        Instant now = clock.instant();
        TokenService.Reply reply = service.send(tried, request(key, now));
        String token = reply.json().path("access_token").asText("");
        if (!reply.ok() || token.isEmpty()) {
            String words = words(reply);
            throw TokenService.refused(
                    tried,
                    words,
                    GoogleAdvice.onRefusedToken(words, "check that the account and this key of it exist"));
        }
        Instant end = now.plusSeconds(reply.json().path("expires_in").asLong(0));
        return new Credentials(TOKEN_USER, new Secret(token), Optional.of(end));
    }

    private HttpRequest request(ServiceAccountKey key, Instant now) {
        String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion="
                + key.assertion(now, SCOPE);
        return HttpRequest.newBuilder(place)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
    }

    private static String words(TokenService.Reply reply) {
        JsonNode said = reply.json();
        String words = said.path("error").asText("") + " "
                + said.path("error_description").asText("");
        return words.isBlank() ? "Google answered HTTP " + reply.status() : words.strip();
    }
}
