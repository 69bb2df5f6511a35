package io.kuberelease.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Passes requests on to the real registry and its answers back, as far as the faults let them come. */
final class Upstream {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String real;
    private final String ours;
    private final Faults faults;

    /** The latest address of each upload; the real registry knows no upload by an older address. */
    private final Map<String, String> places = new ConcurrentHashMap<>();

    Upstream(String real, String ours, Faults faults) {
        this.real = real;
        this.ours = ours;
        this.faults = faults;
    }

    void pass(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (isTooLarge(exchange)) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(413, -1);
        } else if (movesTag(exchange)) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"the repository is immutable\"}]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
        } else {
            OptionalLong cut = method.equals("PATCH") ? faults.takeUpload() : OptionalLong.empty();
            if (cut.isPresent()) {
                cutUpload(exchange, (int) cut.getAsLong());
            } else {
                answer(exchange, ask(exchange, body(exchange)));
            }
        }
    }

    private boolean isTooLarge(HttpExchange exchange) {
        return length(exchange) > faults.largest();
    }

    private boolean movesTag(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!faults.immutableTags()
                || !exchange.getRequestMethod().equals("PUT")
                || !path.contains("/manifests/")
                || path.contains("sha256:")) {
            return false;
        }
        HttpRequest head = HttpRequest.newBuilder(URI.create("http://" + real + path))
                .header("Accept", String.join(",", exchange.getRequestHeaders().get("Content-type")))
                .method("HEAD", BodyPublishers.noBody())
                .build();
        return send(head).statusCode() == 200;
    }

    private void cutUpload(HttpExchange exchange, int bytes) throws IOException {
        byte[] arrived = exchange.getRequestBody().readNBytes(bytes);
        HttpResponse<InputStream> kept = ask(exchange, BodyPublishers.ofByteArray(arrived));
        kept.body().close();
        faults.whenCut().run();
        if (faults.losing()) {
            places.put(upload(exchange.getRequestURI()), "http://" + real + "/v2/lost/blobs/uploads/none");
        }
    }

    private HttpResponse<InputStream> ask(HttpExchange exchange, BodyPublisher body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target(exchange)).method(exchange.getRequestMethod(), body);
        for (String name : new String[] {"Accept", "Content-type", "Range"}) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        HttpResponse<InputStream> response = send(request.build());
        response.headers()
                .firstValue("Location")
                .filter(place -> place.contains("/uploads/"))
                .ifPresent(place -> places.put(upload(URI.create(place)), place));
        return response;
    }

    /** The address to ask; of an upload the latest one, whatever address of it the client knows. */
    private URI target(HttpExchange exchange) {
        URI asked = exchange.getRequestURI();
        String query = Optional.ofNullable(asked.getRawQuery()).orElse("");
        if (query.contains("mount=") && faults.mountsRefused()) {
            return URI.create("http://" + real + asked.getRawPath());
        }
        String place = places.get(upload(asked));
        if (place == null || exchange.getRequestMethod().equals("POST")) {
            return URI.create("http://" + real + asked);
        }
        String digest = query.replaceFirst("^.*(digest=[^&]*).*$", "$1");
        return URI.create(digest.startsWith("digest=") ? place + "&" + digest : place);
    }

    private static String upload(URI address) {
        return address.getPath().replaceFirst("^.*/uploads/", "uploads/");
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the test is over");
        }
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
        response.headers().map().forEach((name, values) -> {
            if (!faults.strips(name) && !name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("date")) {
                values.forEach(
                        value -> exchange.getResponseHeaders().add(name, value.replace("//" + real, "//" + ours)));
            }
        });
        long length = response.headers().firstValueAsLong("Content-Length").orElse(0);
        boolean empty = exchange.getRequestMethod().equals("HEAD") || length == 0;
        exchange.sendResponseHeaders(response.statusCode(), empty ? -1 : length);
        if (!empty) {
            boolean blob = exchange.getRequestMethod().equals("GET")
                    && exchange.getRequestURI().getPath().contains("/blobs/sha256");
            try (InputStream body = body(response, blob ? faults.takeDownload(length) : OptionalLong.empty())) {
                body.transferTo(exchange.getResponseBody());
            }
        }
    }

    private InputStream body(HttpResponse<InputStream> response, OptionalLong place) throws IOException {
        if (place.isEmpty()) {
            return response.body();
        }
        if (!faults.altering()) {
            return new ByteArrayInputStream(response.body().readNBytes((int) place.getAsLong()));
        }
        byte[] altered = response.body().readAllBytes();
        altered[(int) place.getAsLong()] ^= 1;
        return new ByteArrayInputStream(altered);
    }

    private static BodyPublisher body(HttpExchange exchange) {
        long length = length(exchange);
        return length <= 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(exchange::getRequestBody), length);
    }

    private static long length(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-length"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
