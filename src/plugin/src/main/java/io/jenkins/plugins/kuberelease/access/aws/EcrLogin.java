package io.jenkins.plugins.kuberelease.access.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.kuberelease.access.http.TokenService;
import io.kuberelease.adapters.registryauth.ecr.EcrAdvice;
import io.kuberelease.adapters.registryauth.ecr.EcrName;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Buys the password of a private registry of Amazon's with an access key. */
public final class EcrLogin {
    private static final String OPERATIONS = "AmazonEC2ContainerRegistry_V20150921.";
    private static final String JSON = "application/x-amz-json-1.1";

    private final TokenService service;
    private final Optional<URI> endpoint;
    private final InstantSource clock;

    /**
     * @param endpoint where ECR answers; absent for the usual place of the registry's region
     */
    public EcrLogin(TokenService service, Optional<URI> endpoint, InstantSource clock) {
        this.service = service;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * A user and a password for the registry, good for some hours, but no longer than the key's session.
     *
     * @throws io.kuberelease.model.ReleaseException when Amazon refuses the key, or is not reached
     */
    public Credentials login(AwsKey key, EcrName registry) {
        String what = "get a token for the registry of AWS account " + registry.account() + " in " + registry.region();
        TokenService.Reply reply = service.send(what, request(key, registry, "GetAuthorizationToken", json().toString()));
        if (!reply.ok()) {
            throw TokenService.refused(what + " with access key " + key.id(), words(reply), advice(reply, registry));
        }
        JsonNode given = reply.json().path("authorizationData").path(0);
        String pair = new String(
                Base64.getDecoder().decode(given.path("authorizationToken").asText()), StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 1) {
            throw TokenService.refused(what, "the answer holds no token", "try again");
        }
        Instant end = Instant.ofEpochSecond((long) given.path("expiresAt").asDouble());
        return new Credentials(
                pair.substring(0, colon), new Secret(pair.substring(colon + 1)), Optional.of(key.end(end)));
    }

    /**
     * Makes the repository of the name.
     *
     * @return false when it was there already
     * @throws io.kuberelease.model.ReleaseException when Amazon refuses the key, or is not reached
     */
    public boolean create(AwsKey key, EcrName name) {
        String what = "create repository " + name.repository() + " in the registry of AWS account " + name.account()
                + " in " + name.region();
        String body = json().put("registryId", name.account())
                .put("repositoryName", name.repository())
                .toString();
        TokenService.Reply reply = service.send(what, request(key, name, "CreateRepository", body));
        if (reply.json().path("__type").asText("").contains("RepositoryAlreadyExists")) {
            return false;
        }
        if (!reply.ok()) {
            throw TokenService.refused(what + " with access key " + key.id(), words(reply), advice(reply, name));
        }
        return true;
    }

    private static ObjectNode json() {
        return new ObjectMapper().createObjectNode();
    }

    private HttpRequest request(AwsKey key, EcrName registry, String operation, String body) {
        URI place = endpoint.orElseGet(() -> usual(registry));
        Signature signature = new Signature(key, registry.region(), "ecr", clock.instant());
        Map<String, String> headers =
                new TreeMap<>(Map.of("Content-Type", JSON, "X-Amz-Date", signature.time(), "X-Amz-Target", OPERATIONS + operation));
        key.session()
                .ifPresent(
                        session -> headers.put(Signature.TOKEN, session.token().reveal()));
        HttpRequest.Builder request = HttpRequest.newBuilder(place.resolve("/"));
        headers.forEach(request::header);
        headers.put("Host", place.getAuthority());
        return request.header("Authorization", signature.authorization("POST", "/", headers, body))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static URI usual(EcrName registry) {
        String host = registry.fips() ? "ecr-fips." : "api.ecr.";
        return URI.create("https://" + host + registry.region() + "."
                + Partition.of(registry.region()).domain());
    }

    private static String words(TokenService.Reply reply) {
        String said =
                reply.json().path("message").asText(reply.json().path("Message").asText(""));
        return said.isEmpty() ? "Amazon answered HTTP " + reply.status() : said;
    }

    private static String advice(TokenService.Reply reply, EcrName registry) {
        return reply.json().path("__type").asText("").contains("AccessDenied")
                ? EcrAdvice.permissions(registry)
                : "check the access key and its secret in Jenkins' credentials, that the key is active, and Jenkins'"
                        + " clock";
    }
}
