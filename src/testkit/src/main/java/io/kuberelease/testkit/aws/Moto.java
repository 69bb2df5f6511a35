package io.kuberelease.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Amazon's ECR, IAM and STS as moto has them, in a process of its own on a free port of the loopback interface. */
public final class Moto implements AutoCloseable {
    /** The account that the registry belongs to. */
    public static final String ACCOUNT = "123456789012";

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI address;

    private Moto(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it, and installs it first where it is missing.
     *
     * @param program the program {@code dev/moto}
     */
    public static Moto start(Path program) {
        try {
            Process install = new ProcessBuilder(program.toString(), "--install")
                    .inheritIO()
                    .start();
            assertThat(install.waitFor()).as(program + " installs moto").isZero();
            int port = freePort();
            Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Moto moto = new Moto(process, URI.create("http://127.0.0.1:" + port));
            moto.awaitAnswer();
            return moto;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The address at which it answers. */
    public URI address() {
        return address;
    }

    /** A new user who may do these actions alone, for example {@code ecr:GetAuthorizationToken}. */
    public Key userWho(String name, String actions) {
        iam(Map.of("Action", "CreateUser", "UserName", name));
        iam(Map.of(
                "Action",
                "PutUserPolicy",
                "UserName",
                name,
                "PolicyName",
                "may",
                "PolicyDocument",
                allowing("\"Resource\":\"*\",\"Action\":\"" + actions + "\"")));
        String answer = iam(Map.of("Action", "CreateAccessKey", "UserName", name));
        return new Key(tag(answer, "AccessKeyId"), tag(answer, "SecretAccessKey"));
    }

    /**
     * A new role that may do these actions alone, for one user to take on.
     *
     * @return its ARN
     */
    public String roleFor(String user, String name, String actions) {
        iam(Map.of(
                "Action",
                "CreateRole",
                "RoleName",
                name,
                "AssumeRolePolicyDocument",
                allowing("\"Principal\":{\"AWS\":\"arn:aws:iam::" + ACCOUNT + ":user/" + user
                        + "\"},\"Action\":\"sts:AssumeRole\"")));
        iam(Map.of(
                "Action",
                "PutRolePolicy",
                "RoleName",
                name,
                "PolicyName",
                "may",
                "PolicyDocument",
                allowing("\"Resource\":\"*\",\"Action\":\"" + actions + "\"")));
        return "arn:aws:iam::" + ACCOUNT + ":role/" + name;
    }

    /** From now on signatures and policies are checked. */
    public void checkPolicies() {
        String answer = post("/moto-api/reset-auth", "0", "text/plain");
        assertThat(answer).contains("ok");
    }

    /** From now on everybody may do everything. */
    public void checkNothing() {
        String answer = post("/moto-api/reset-auth", "1000000", "text/plain");
        assertThat(answer).contains("ok");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static String allowing(String what) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\"," + what + "}}";
    }

    private String iam(Map<String, String> parameters) {
        String form = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return post("/", form + "&Version=2010-05-08", "application/x-www-form-urlencoded");
    }

    private String post(String path, String body, String type) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", type)
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/iam/aws4_request")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(body + ": " + answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Asks until the first answer, since moto does not say when it is ready. */
    private void awaitAnswer() throws InterruptedException {
        Instant deadline = Instant.now().plus(STARTS_WITHIN);
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve("/moto-api/")).build();
        while (true) {
            try {
                var unused = client.send(request, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException notYet) {
                assertThat(process.isAlive() && Instant.now().isBefore(deadline))
                        .as("moto is on its way")
                        .isTrue();
                Thread.sleep(50);
            }
        }
    }

    private static String tag(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        assertThat(found.find()).as(xml).isTrue();
        return found.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** An access key of a user. */
    public record Key(String id, String secret) {}
}
