package io.kuberelease.adapters.kubernetes.probe;

import io.kuberelease.adapters.kubernetes.support.Pause;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.StageControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks for an address as a browser would, and where its name does not lead to the ingress yet, at the ingress itself with
 * that name. By sockets, since Java's client lets nobody say to whom a request for a name is sent.
 */
final class OutsideProbe {
    /** An ingress learns of a new host within seconds; a name or a certificate may take longer. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int ANSWER_MILLIS = 10_000;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST = 4096;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;
    private static final int REDIRECT = 300;
    private static final int BAD_REQUEST = 400;

    private final InstantSource clock;

    OutsideProbe(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param location where it leads on to
     * @param unsecured whether there is none since no secure connection came about
     */
    private record Answer(ProbeResponse response, Optional<String> location, boolean unsecured) {
        Answer(ProbeResponse response, Optional<String> location) {
            this(response, location, false);
        }
    }

    void require(URI address, Optional<String> path, Optional<String> ingress, StageControl control) {
        URI asked = address.resolve(path.orElse("/"));
        Pause pause = new Pause(control.cancellation(), "the check");
        Instant last = clock.instant().plus(TIME_LIMIT);
        Instant until = last.isBefore(control.deadline()) ? last : control.deadline();
        Duration wait = FIRST_PAUSE;
        while (true) {
            Answer answer = ask(asked, ingress);
            if (leadsToSecure(answer, asked)) {
                throw redirected(asked);
            }
            if (isGood(answer, path)) {
                return;
            }
            if (!clock.instant().plus(wait).isBefore(until)) {
                throw refusal(asked, ingress, answer);
            }
            control.progress().note(asked + " " + answer.response().words() + "; asks again");
            pause.of(wait);
            wait = wait.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait.multipliedBy(2);
        }
    }

    private static boolean isGood(Answer answer, Optional<String> path) {
        int status = answer.response().status();
        return path.isPresent() ? answer.response().good() : status > 0 && status != NOT_FOUND && status < SERVER_ERROR;
    }

    /** An ingress that sends everybody to https does so for hosts too that it knows nothing of: it proves nothing. */
    private static boolean leadsToSecure(Answer answer, URI asked) {
        int status = answer.response().status();
        return status >= REDIRECT
                && status < BAD_REQUEST
                && asked.getScheme().equals("http")
                && answer.location()
                        .filter(there -> there.toLowerCase(Locale.ROOT).startsWith("https://"))
                        .isPresent();
    }

    private static ReleaseException.Failed redirected(URI asked) {
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.VERIFICATION_FAILED,
                        asked + " leads to https, which ingresses do for names too that they know nothing of")
                .suggesting("write preview.scheme: https in the release file, so that the app itself is asked"));
    }

    private static ReleaseException.Failed refusal(URI asked, Optional<String> ingress, Answer answer) {
        String at = ingress.map(there -> " (asked at " + there + ")").orElse("");
        String advice = answer.unsecured()
                ? "look whether the ingress has a certificate for " + asked.getHost()
                        + " that this machine trusts (one that is just being issued takes its time), or write"
                        + " preview.scheme: http in the release file"
                : answer.response().none()
                        ? "look whether " + asked.getHost()
                                + " leads to the cluster's ingress (preview.ingress in the release"
                                + " file names the ingress where it does not), and whether that can be reached from here"
                        : answer.response().status() == NOT_FOUND
                                ? "look whether the chart makes an Ingress or a route for " + asked.getHost()
                                        + " (preview.set: {ingress.host: \"{host}\"}, say), and whether the app knows that path"
                                : "look at the app's log, and whether it accepts " + asked.getHost() + " as its host";
        return new ReleaseException.Failed(Cause.of(
                        CauseKind.VERIFICATION_FAILED,
                        asked + at + " " + answer.response().words())
                .seen(List.of(answer.response().evidence(asked.toString())))
                .suggesting(advice));
    }

    private static Answer ask(URI asked, Optional<String> ingress) {
        try (Socket socket = connected(asked, ingress)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            String target = asked.getRawPath().isEmpty() ? "/" : asked.getRawPath();
            String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
            String port = asked.getPort() < 0 ? "" : ":" + asked.getPort();
            String request = "GET " + target + query + " HTTP/1.1\r\nHost: " + asked.getHost() + port
                    + "\r\nUser-Agent: kube-release\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        } catch (SSLException problem) {
            return new Answer(none(problem), Optional.empty(), true);
        } catch (IOException problem) {
            return new Answer(none(problem), Optional.empty());
        }
    }

    private static ProbeResponse none(IOException problem) {
        String why = Objects.requireNonNullElse(problem.getMessage(), "");
        return ProbeResponse.none(problem.getClass().getSimpleName() + (why.isEmpty() ? "" : ": " + why));
    }

    private static Socket connected(URI asked, Optional<String> ingress) throws IOException {
        boolean secure = asked.getScheme().equals("https");
        int usual = asked.getPort() > 0 ? asked.getPort() : secure ? HTTPS : HTTP;
        String place = ingress.orElse(asked.getHost());
        int colon = place.lastIndexOf(':');
        String host = colon < 0 ? place : place.substring(0, colon);
        int port = colon < 0 ? usual : Integer.parseInt(place.substring(colon + 1));
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), ANSWER_MILLIS);
            return secure ? secured(plain, asked.getHost(), port) : plain;
        } catch (IOException | RuntimeException problem) {
            plain.close();
            throw problem;
        }
    }

    private static Socket secured(Socket plain, String host, int port) throws IOException {
        plain.setSoTimeout(ANSWER_MILLIS);
        SSLSocket socket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[MOST];
        int count = in.read(buffer);
        while (count > 0 && bytes.size() < 2 * MOST) {
            bytes.write(buffer, 0, count);
            count = in.read(buffer);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        String[] parts = text.split("\r?\n\r?\n", 2);
        String status = parts[0].lines().findFirst().orElse("");
        if (!status.matches("HTTP/1\\.[01] \\d{3}.*")) {
            return new Answer(ProbeResponse.none("what answered does not speak HTTP"), Optional.empty());
        }
        Optional<String> location = parts[0].lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .map(line -> line.substring("location:".length()).strip())
                .findFirst();
        int code = Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        return new Answer(new ProbeResponse(code, parts.length > 1 ? parts[1] : "", false), location);
    }
}
