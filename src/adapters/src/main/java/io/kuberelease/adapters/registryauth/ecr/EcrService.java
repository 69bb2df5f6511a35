package io.kuberelease.adapters.registryauth.ecr;

import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.EcrClientBuilder;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;
import software.amazon.awssdk.services.ecr.model.RepositoryAlreadyExistsException;

/** What we ask of Amazon's own service for one registry. The only class that holds Amazon's clients. */
final class EcrService {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final EcrName name;
    private final AwsAccess access;
    private Optional<EcrClient> client = Optional.empty();

    EcrService(EcrName name, AwsAccess access) {
        this.name = name;
        this.access = access;
    }

    /** A token for every registry that the caller may use, and whose account the caller is of. */
    Token token() {
        try {
            AuthorizationData data = client().getAuthorizationToken(request -> {}).authorizationData().stream()
                    .findFirst()
                    .orElseThrow(() -> EcrErrors.noToken(name));
            String pair = new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            Credentials credentials = new Credentials(
                    pair.substring(0, colon),
                    new Secret(pair.substring(colon + 1)),
                    Optional.ofNullable(data.expiresAt()));
            return new Token(credentials, EcrName.accountOf(data.proxyEndpoint()));
        } catch (SdkException problem) {
            throw EcrErrors.of("get a token for", name, problem);
        }
    }

    /** Whether the repository was created; false when it was there already. */
    boolean create(String repository) {
        try {
            var unused = client().createRepository(
                            request -> request.registryId(name.account()).repositoryName(repository));
            return true;
        } catch (RepositoryAlreadyExistsException there) {
            return false;
        } catch (SdkException problem) {
            throw EcrErrors.of("create repository " + repository + " in", name, problem);
        }
    }

    private synchronized EcrClient client() {
        EcrClient made = client.orElseGet(this::make);
        client = Optional.of(made);
        return made;
    }

    private EcrClient make() {
        AwsCredentialsProvider credentials = access.credentials().get();
        EcrClientBuilder builder = EcrClient.builder()
                .region(Region.of(name.region()))
                .fipsEnabled(name.fips())
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        // Which proxy, Java is asked; Amazon's own reading of the variables knows no ranges.
                        .proxyConfiguration(ProxyConfiguration.builder()
                                .useEnvironmentVariablesValues(false)
                                .build())
                        .connectionTimeout(LIMIT)
                        .socketTimeout(LIMIT));
        access.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /**
     * What Amazon gave.
     *
     * @param account whose token it is; absent when Amazon did not say
     */
    record Token(Credentials credentials, Optional<String> account) {}
}
