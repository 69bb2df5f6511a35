package io.kuberelease.testkit.charts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kuberelease.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A ChartMuseum on this machine, for one tenant or for several: an index, archives, and the upload with its refusals.
 * Everybody may read, unless it is private; one user may write.
 */
public final class StrictChartMuseum implements AutoCloseable {
    private final HttpServer server;
    private final String path;
    private final String authorization;
    private final Map<String, UploadedChart> charts = new ConcurrentSkipListMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private StrictChartMuseum(HttpServer server, String path, String user, String password) {
        this.server = server;
        this.path = path;
        String pair = user + ":" + password;
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A running one.
     *
     * @param path of its only repository, for example {@code /acme/web}; empty for the whole server
     */
    public static StrictChartMuseum at(String path, String user, String password) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            StrictChartMuseum museum = new StrictChartMuseum(server, path, user, password);
            server.createContext("/", museum::handle);
            server.start();
            return museum;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The repository's address, as Helm is given it. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on, readers have to log in too. */
    public void closeToStrangers() {
        closed = true;
    }

    /** All requests so far, method and path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + asked);
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean writes = exchange.getRequestMethod().equals("POST");
        if ((writes || closed)
                && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, "{\"error\":\"unauthorized\"}");
        } else if (asked.equals("/api" + path + "/charts") && writes) {
            upload(exchange, body);
        } else if (asked.startsWith("/api" + path + "/charts/")) {
            describe(exchange, asked.substring(("/api" + path + "/charts/").length()));
        } else if (asked.equals(path + "/index.yaml")) {
            reply(exchange, 200, index());
        } else {
            download(exchange, asked.replace(path + "/charts/", ""));
        }
        exchange.close();
    }

    private void upload(HttpExchange exchange, byte[] body) throws IOException {
        Optional<UploadedChart> chart = UploadedChart.read(body);
        if (chart.isEmpty()) {
            reply(exchange, 400, "{\"error\":\"gzip: invalid header\"}");
        } else if (charts.putIfAbsent(chart.get().file(), chart.get()) != null) {
            reply(exchange, 409, "{\"error\":\"" + chart.get().file() + " already exists\"}");
        } else {
            reply(exchange, 201, "{\"saved\":true}");
        }
    }

    private void describe(HttpExchange exchange, String nameAndVersion) throws IOException {
        Optional<UploadedChart> chart = Optional.ofNullable(charts.get(nameAndVersion.replace("/", "-") + ".tgz"));
        reply(
                exchange,
                chart.isPresent() ? 200 : 404,
                chart.map(StrictChartMuseum::json).orElse("{\"error\":\"improper constraint\"}"));
    }

    private void download(HttpExchange exchange, String file) throws IOException {
        UploadedChart chart = charts.get(file);
        if (chart == null) {
            reply(exchange, 404, "{\"error\":\"not found\"}");
        } else {
            exchange.sendResponseHeaders(200, chart.content().length);
            exchange.getResponseBody().write(chart.content());
        }
    }

    /** The index as JSON, which is YAML too. */
    private String index() {
        StringBuilder entries = new StringBuilder();
        charts.values().stream().map(UploadedChart::name).distinct().forEach(name -> {
            List<String> versions = charts.values().stream()
                    .filter(each -> each.name().equals(name))
                    .map(StrictChartMuseum::json)
                    .toList();
            entries.append(entries.length() == 0 ? "" : ",")
                    .append("\"" + name + "\":[" + String.join(",", versions) + "]");
        });
        return "{\"apiVersion\":\"v1\",\"entries\":{" + entries + "}}";
    }

    private static String json(UploadedChart chart) {
        return "{\"name\":\"" + chart.name() + "\",\"version\":\"" + chart.version() + "\",\"urls\":[\"charts/"
                + chart.file() + "\"],\"digest\":\""
                + Digest.of(chart.content()).hex() + "\"}";
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A chart's archive, with the name and version of its Chart.yaml, which is the first file in it. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record UploadedChart(String name, String version, byte[] content) {
        private static final int BLOCK = 512;

        /** Reads an archive; absent when it is none of a chart. */
        static Optional<UploadedChart> read(byte[] archive) {
            try (GZIPInputStream tar = new GZIPInputStream(new ByteArrayInputStream(archive))) {
                String header = new String(tar.readNBytes(BLOCK), StandardCharsets.US_ASCII);
                int size = Integer.parseInt(header.substring(124, 135).strip(), 8);
                String metadata = new String(tar.readNBytes(size), StandardCharsets.UTF_8);
                return header.startsWith(value(metadata, "name") + "/Chart.yaml")
                        ? Optional.of(new UploadedChart(value(metadata, "name"), value(metadata, "version"), archive))
                        : Optional.empty();
            } catch (IOException | NumberFormatException notAChart) {
                return Optional.empty();
            }
        }

        /** The file's name at ChartMuseum. */
        String file() {
            return name + "-" + version + ".tgz";
        }

        private static String value(String metadata, String key) {
            Matcher line =
                    Pattern.compile("(?m)^" + key + ": *['\"]?([^'\"\\s]+)").matcher(metadata);
            return line.find() ? line.group(1) : "";
        }
    }
}
