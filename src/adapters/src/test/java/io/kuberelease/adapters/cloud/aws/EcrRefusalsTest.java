package io.kuberelease.adapters.cloud.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.cloud.TokenService;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Amazon says and moto can't be made to say. */
class EcrRefusalsTest {
    private static final ImageRepository POLLS =
            new ImageRepository("123456789012.dkr.ecr.eu-west-1.amazonaws.com/polls");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ExpiredTokenException|The security token included in the request is expired|the AWS session has ended|log in to AWS again
                    InvalidSignatureException|Signature expired: 20261121T100000Z is now earlier than 20261121T103000Z|this machine's clock is wrong|set the clock
                    UnrecognizedClientException|The security token included in the request is invalid.|AWS does not know these credentials|region eu-west-1 is enabled
                    AccessDeniedException|User: arn:aws:iam::1:user/x is not authorized to perform: ecr:GetAuthorizationToken|not authorized to perform: ecr:GetAuthorizationToken|let the caller's policy allow ecr:GetAuthorizationToken
                    """)
    void aRefusalSaysWhichAndWhatToDo(String code, String words, String told, String todo) throws IOException {
        ReleaseException.Failed failed =
                catchThrowableOfType(ReleaseException.Failed.class, () -> ask(400, code, words));

        assertThat(failed.reason().kind()).isEqualTo(CauseKind.ACCESS_DENIED);
        assertThat(failed.reason().summary()).contains("account 123456789012 in eu-west-1", told);
        assertThat(failed.reason().suggestion())
                .hasValueSatisfying(said -> assertThat(said).contains(todo));
    }

    @Test
    void theSessionsTokenIsNotShownThatAmazonRepeatsOfAWrongSignature() {
        ReleaseException.Failed failed = catchThrowableOfType(
                ReleaseException.Failed.class,
                () -> ask(
                        403,
                        "InvalidSignatureException",
                        "The request signature we calculated does not match the signature you provided.\\n\\nThe"
                                + " Canonical String for this request should have been\\n'POST\\n/\\n\\n"
                                + "x-amz-security-token:FwoGZXIvYXdz\\n'\\n"));

        assertThat(failed.reason().summary())
                .endsWith("does not match the signature you provided.")
                .doesNotContain("FwoGZXIvYXdz");
    }

    /** A laptop that slept has a clock that is behind for a while. */
    @Test
    void aRequestThatCameTooLateIsMadeAgainByAmazonsClock() throws IOException {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<String> dates = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            dates.add(exchange.getRequestHeaders().getFirst("X-Amz-Date"));
            boolean late = dates.size() == 1;
            byte[] body = (late
                            ? "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired: x\"}"
                            : "{\"authorizationData\":[{\"authorizationToken\":\"QVdTOnBhc3M=\",\"expiresAt\":4e9}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(late ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            assertThat(auth(server, InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")))
                            .credentials(POLLS))
                    .isPresent();
        } finally {
            server.stop(0);
        }
        assertThat(dates).hasSize(2).first().isEqualTo("20260102T030405Z");
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
        assertThat(Instant.from(format.parse(dates.get(1)))).isBetween(before, Instant.now());
    }

    @Test
    void aServiceThatIsIllIsTriedAgain() {
        ReleaseException.Errored errored = catchThrowableOfType(
                ReleaseException.Errored.class, () -> ask(500, "ServerException", "internal failure"));

        assertThat(errored.reason().kind()).isEqualTo(CauseKind.UNAVAILABLE);
    }

    private static void ask(int status, String code, String words) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body =
                    ("{\"__type\":\"" + code + "\",\"message\":\"" + words + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            var unused = auth(server, InstantSource.system()).credentials(POLLS);
        } finally {
            server.stop(0);
        }
    }

    private static EcrAuth auth(HttpServer server, InstantSource clock) {
        URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        AwsKey.Session session = new AwsKey.Session(new Secret("t"), Instant.MAX);
        AwsIdentity who = new AwsIdentity(
                "session",
                tried -> new AwsKey("AKIAIOSFODNN7EXAMPLE", new Secret("s"), session),
                "log in to AWS again",
                "aws sts tells");
        AwsServices services = new AwsServices(
                new TokenService(KeptClients.PLAIN, "look at the network"), Optional.of(place), region -> true, clock);
        return new EcrAuth(who, services);
    }
}
