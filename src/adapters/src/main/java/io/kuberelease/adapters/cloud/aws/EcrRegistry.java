package io.kuberelease.adapters.cloud.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kuberelease.adapters.cloud.KeptToken;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.cloud.aws.AwsErrors.Refusal;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A registry of Amazon ECR, used with one identity. Its token is kept until shortly before it expires. Thread-safe. */
public final class EcrRegistry {
    private static final String SERVICE = "AmazonEC2ContainerRegistry_V20150921.";
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String EXISTS = "RepositoryAlreadyExistsException";

    private final EcrName name;
    private final AwsIdentity who;
    private final AwsServices services;
    private final KeptToken kept;
    private volatile Optional<String> account = Optional.empty();

    public EcrRegistry(EcrName name, AwsIdentity who, AwsServices services) {
        this.name = name;
        this.who = who;
        this.services = services;
        this.kept = new KeptToken(services.clock());
    }

    /**
     * A user and a password for every registry of the region that the caller may use. They are valid for some hours,
     * but no longer than the key's session.
     *
     * @throws ReleaseException when there is no key, Amazon refuses it, or can't be reached
     */
    public Credentials credentials() {
        return kept.get(() -> Optional.of(login())).orElseThrow();
    }

    /** Drops the kept token, so that the next call fetches a new one. */
    public void forget() {
        kept.forget();
    }

    /** The caller's AWS account; empty before the first token, and when Amazon did not tell it. */
    public Optional<String> account() {
        return account;
    }

    /** Creates the repository; false when it is there already. */
    boolean create(String repository) {
        String tried = "create repository " + repository + " in " + name.registry();
        ObjectNode body = new ObjectMapper().createObjectNode();
        body.put("registryId", name.account()).put("repositoryName", repository);
        AwsKey key = who.keys().apply(tried);
        TokenService.Reply reply = ask(tried, key, "CreateRepository", body);
        if (!reply.ok() && !refusal(reply).code().equals(EXISTS)) {
            throw refused(tried, reply);
        }
        return reply.ok();
    }

    private Credentials login() {
        String tried = "get a token for " + name.registry();
        AwsKey key = who.keys().apply(tried);
        TokenService.Reply reply = ask(tried, key, "GetAuthorizationToken", new ObjectMapper().createObjectNode());
        if (!reply.ok()) {
            throw refused(tried + " with access key " + key.id(), reply);
        }
        JsonNode given = reply.json().path("authorizationData").path(0);
        String pair = decoded(tried, given.path("authorizationToken").asText());
        account = EcrName.accountOf(given.path("proxyEndpoint").asText());
        Instant end = Instant.ofEpochSecond((long) given.path("expiresAt").asDouble());
        int colon = pair.indexOf(':');
        return new Credentials(
                pair.substring(0, colon), new Secret(pair.substring(colon + 1)), Optional.of(key.end(end)));
    }

    private String decoded(String tried, String token) {
        try {
            String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            if (pair.indexOf(':') > 0) {
                return pair;
            }
        } catch (IllegalArgumentException notBase64) {
            // Not shown: it may be half a secret.
        }
        throw services.http().unavailable(tried, "Amazon's answer holds no token");
    }

    /** Sends a request, and once more with Amazon's time if Amazon refuses the time of our clock. */
    private TokenService.Reply ask(String tried, AwsKey key, String operation, ObjectNode body) {
        try {
            TokenService.Reply reply = services.http()
                    .sendOrSayNoHost(
                            tried,
                            request(key, operation, body, services.clock().instant()));
            return reply.ok() || reply.time().isEmpty() || !refusal(reply).isOfClock()
                    ? reply
                    : services.http()
                            .sendOrSayNoHost(
                                    tried,
                                    request(key, operation, body, reply.time().get()));
        } catch (TokenService.NoHost problem) {
            throw noHost(tried, problem);
        }
    }

    private HttpRequest request(AwsKey key, String operation, ObjectNode body, Instant at) {
        URI place = services.ecr(name);
        AwsSignature signature = new AwsSignature(key, name.region(), "ecr", at);
        Map<String, String> headers = new TreeMap<>(
                Map.of("Content-Type", JSON, "X-Amz-Date", signature.time(), "X-Amz-Target", SERVICE + operation));
        key.session()
                .ifPresent(session ->
                        headers.put(AwsSignature.TOKEN, session.token().reveal()));
        HttpRequest.Builder request = HttpRequest.newBuilder(place.resolve("/"));
        headers.forEach(request::header);
        headers.put("Host", place.getAuthority());
        return request.header("Authorization", signature.authorization("POST", "/", headers, body.toString()))
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
    }

    private ReleaseException refused(String tried, TokenService.Reply reply) {
        return AwsErrors.of(tried, refusal(reply), who, "region " + name.region(), EcrAdvice.permissions(name));
    }

    private static Refusal refusal(TokenService.Reply reply) {
        String type = reply.json().path("__type").asText("");
        String words =
                reply.json().path("message").asText(reply.json().path("Message").asText(""));
        return new Refusal(
                reply.status(),
                type.substring(type.lastIndexOf('#') + 1),
                words.isEmpty() ? "Amazon answered HTTP " + reply.status() : words);
    }

    private ReleaseException noHost(String tried, TokenService.NoHost problem) {
        return services.isRegion().test(name.region())
                ? services.http().unavailable(tried, "its host was not found")
                : new ReleaseException.Failed(
                        Cause.of(
                                        CauseKind.BAD_INPUT,
                                        "could not " + tried + ": there is no AWS region " + name.region()
                                                + " that we know, and its host was not found")
                                .suggesting("correct the region in image.repository"),
                        problem);
    }
}
