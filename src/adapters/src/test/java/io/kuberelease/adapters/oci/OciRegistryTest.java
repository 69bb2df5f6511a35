package io.kuberelease.adapters.oci;

import static io.kuberelease.adapters.oci.StubRegistry.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a registry's answers, above all of the bad ones. */
class OciRegistryTest {
    private static final byte[] MANIFEST = "{\"layers\":[]}".getBytes(StandardCharsets.UTF_8);
    private static final RegistryAuth NOBODY = repository -> Optional.empty();
    private static final RegistryAuth SOMEBODY =
            repository -> Optional.of(new Credentials("ann", new Secret("pa55word"), Optional.empty()));

    @Test
    void aTagThatNamesTheImageAlreadyIsNotWritten() {
        Digest digest = Digest.of(MANIFEST);
        try (StubRegistry stub = new StubRegistry(exchange -> {
            exchange.getResponseHeaders().add("Docker-Content-Digest", digest.value());
            reply(exchange, 200, "");
        })) {
            registry(NOBODY).tag(new ImageReference(stub.repository(), digest), "1.0.0");

            assertThat(stub.asked).containsExactly("HEAD /v2/team/app/manifests/1.0.0");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"The image tag '1.0.0' already exists in the"
                        + " 'app' repository and cannot be overwritten because the repository is immutable.\"}]}",
                "412|{\"errors\":[{\"code\":\"PRECONDITION\",\"message\":\"configured as immutable\"}]}",
                "409|conflict"
            })
    void anImmutableTagThatNamesAnotherImageIsTaken(int status, String body) {
        Digest other = Digest.of(new byte[1]);
        try (StubRegistry stub = new StubRegistry(exchange -> {
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> {
                    exchange.getResponseHeaders().add("Docker-Content-Digest", other.value());
                    reply(exchange, 200, "");
                }
                case "GET" -> reply(exchange, 200, new String(MANIFEST, StandardCharsets.UTF_8));
                default -> reply(exchange, status, body);
            }
        })) {
            ImageReference image = new ImageReference(stub.repository(), Digest.of(MANIFEST));

            ReleaseException.Failed failed = catchThrowableOfType(
                    ReleaseException.Failed.class, () -> registry(NOBODY).tag(image, "1.0.0"));

            assertThat(failed.reason().kind()).isEqualTo(CauseKind.TAG_TAKEN);
            assertThat(failed.reason().summary()).contains("1.0.0", other.abbreviated());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusalNamesRegistryRepositoryAndUserButNoPassword(int status) {
        try (StubRegistry stub = new StubRegistry(exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"here\"");
            reply(exchange, status, "");
        })) {
            ReleaseException.Failed failed = catchThrowableOfType(
                    ReleaseException.Failed.class, () -> registry(SOMEBODY).resolve(stub.repository(), "1"));

            assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
            assertThat(failed.reason().summary()).contains(stub.address(), "team/app", "ann");
            assertThat(failed.reason().toString()).doesNotContain("pa55word");
        }
    }

    @Test
    void tooManyRequestsSaysWhenToComeBack() {
        try (StubRegistry stub = new StubRegistry(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "17");
            reply(exchange, 429, "");
        })) {
            ReleaseException.Errored errored = catchThrowableOfType(
                    ReleaseException.Errored.class, () -> registry(NOBODY).resolve(stub.repository(), "1"));

            assertThat(errored.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        }
    }

    @Test
    void aBrokenRegistryIsTheWorldsFault() {
        try (StubRegistry stub = new StubRegistry(exchange -> reply(exchange, 503, "upstream is away"))) {
            assertThatThrownBy(() -> registry(NOBODY).resolve(stub.repository(), "1"))
                    .isInstanceOf(ReleaseException.Errored.class)
                    .hasMessageContaining("503");
        }
    }

    @Test
    void aRegistryThatIsNotThereIsTheWorldsFault() {
        assertThatThrownBy(() -> registry(NOBODY).resolve(new ImageRepository("127.0.0.1:1/app"), "1"))
                .isInstanceOf(ReleaseException.Errored.class)
                .hasMessageContaining("connection refused");
    }

    @Test
    void aRegistryThatNeverAnswersIsGivenUp() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (StubRegistry stub = new StubRegistry(exchange -> await(over))) {
            OciRegistry registry =
                    new OciRegistry(NOBODY, new PlainHttp(Set.of()), Duration.ofMillis(300), InstantSource.system());

            assertThatThrownBy(() -> registry.resolve(stub.repository(), "1"))
                    .isInstanceOf(ReleaseException.Errored.class)
                    .hasMessageContaining("no answer within");
            over.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({"http://a b/signed?x=s3cret, 0-5", "mailto:s3cret, 0-5", "/v2/up?x=s3cret, 0-99999999999999999999"})
    void anUploadThatIsAnsweredWithNoAddressIsTheRegistrysFault(String location, String range) {
        try (StubRegistry stub = new StubRegistry(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.getResponseHeaders().add("Range", range);
            reply(exchange, exchange.getRequestMethod().equals("HEAD") ? 404 : 202, "");
        })) {
            ImageRegistry.Layer layer = new ImageRegistry.Layer("text/plain", new byte[5_000_000], Map.of());
            ImageRegistry.Artifact artifact = new ImageRegistry.Artifact("x/y", layer, List.of(layer), Map.of());

            assertThatThrownBy(() -> registry(NOBODY).push(stub.repository(), artifact, "1"))
                    .isInstanceOf(ReleaseException.Errored.class)
                    .hasMessageContaining("could not use registry " + stub.address())
                    .hasMessageContaining("Location or Range")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void contentWithAnotherDigestIsNotTaken() {
        try (StubRegistry stub = new StubRegistry(exchange -> reply(exchange, 200, "{\"altered\":true}"))) {
            ImageReference image = new ImageReference(stub.repository(), Digest.of(MANIFEST));

            assertThatThrownBy(() -> registry(NOBODY).pull(image))
                    .isInstanceOf(ReleaseException.Errored.class)
                    .hasMessageContaining("another digest");
        }
    }

    @Test
    void aTokenIsFetchedOnceForTheRepositoryAndSent() {
        StubRegistry[] self = new StubRegistry[1];
        try (StubRegistry stub = new StubRegistry(exchange -> {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (exchange.getRequestURI().getPath().equals("/token")) {
                reply(exchange, basic().equals(authorization) ? 200 : 401, "{\"token\":\"t0ken\",\"expires_in\":300}");
            } else if ("Bearer t0ken".equals(authorization)) {
                exchange.getResponseHeaders()
                        .add("Docker-Content-Digest", Digest.of(MANIFEST).value());
                reply(exchange, 200, "");
            } else {
                exchange.getResponseHeaders()
                        .add(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + self[0].address() + "/token\",service=\"reg\",scope=\"x\"");
                reply(exchange, 401, "");
            }
        })) {
            self[0] = stub;
            OciRegistry registry = registry(SOMEBODY);

            registry.resolve(stub.repository(), "1");
            registry.resolve(stub.repository(), "2");

            assertThat(stub.asked)
                    .containsExactly(
                            "HEAD /v2/team/app/manifests/1",
                            "GET /token?service=reg&scope=repository%3Ateam%2Fapp%3Apull",
                            "HEAD /v2/team/app/manifests/1",
                            "HEAD /v2/team/app/manifests/2");
        }
    }

    @Test
    void aRedirectElsewhereIsFollowedWithoutCredentials() {
        byte[] blob = "{\"config\":{\"Cmd\":[\"run\"]}}".getBytes(StandardCharsets.UTF_8);
        String manifest = "{\"config\":{\"digest\":\"" + Digest.of(blob) + "\"}}";
        String[] seen = new String[1];
        try (StubRegistry storage = new StubRegistry(exchange -> {
                    seen[0] = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
                    reply(exchange, 200, new String(blob, StandardCharsets.UTF_8));
                });
                StubRegistry stub = new StubRegistry(exchange -> {
                    if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
                        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"here\"");
                        reply(exchange, 401, "");
                    } else if (exchange.getRequestURI().getPath().contains("/blobs/")) {
                        exchange.getResponseHeaders().add("Location", "http://" + storage.address() + "/signed?x=1");
                        reply(exchange, 307, "");
                    } else {
                        reply(exchange, 200, manifest);
                    }
                })) {
            ImageReference image =
                    new ImageReference(stub.repository(), Digest.of(manifest.getBytes(StandardCharsets.UTF_8)));

            assertThat(registry(SOMEBODY).config(image).command()).containsExactly("run");
            assertThat(seen[0]).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:5000,true",
        "reg.localhost,true",
        "127.0.3.4:80,true",
        "198.18.0.1:5000,true",
        "198.18.0.1:5001,false",
        "eu.gcr.io,false",
        "localhost.evil.example,false"
    })
    void plainHttpIsForThisMachineAndListedRegistriesAlone(String registry, boolean plain) {
        assertThat(new PlainHttp(Set.of("198.18.0.1:5000")).applies(registry)).isEqualTo(plain);
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString("ann:pa55word".getBytes(StandardCharsets.UTF_8));
    }

    private static OciRegistry registry(RegistryAuth auth) {
        return new OciRegistry(auth, new PlainHttp(Set.of()), Duration.ofSeconds(10), InstantSource.system());
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
