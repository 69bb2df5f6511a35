package io.kuberelease.adapters.registryauth.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
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
            URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            AwsAccess access = AwsAccess.session("AKIAIOSFODNN7EXAMPLE", new Secret("s"), new Secret("t"));
            var unused = new EcrAuth(access.at(place), InstantSource.system()).credentials(POLLS);
        } finally {
            server.stop(0);
        }
    }
}
