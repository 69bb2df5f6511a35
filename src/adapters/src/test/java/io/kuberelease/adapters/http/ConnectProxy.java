package io.kuberelease.adapters.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A company's proxy on this machine, which knows one server behind it by any name that ends with {@code .corp}: takes
 * {@code CONNECT}, hands on whole addresses, and wants to know who asks.
 */
public final class ConnectProxy implements AutoCloseable {
    /** Who may ask, as it stands in an address. */
    public static final String LOGIN = "ann:p%40ss%3Aword";

    private static final String EXPECTED =
            "Basic " + Base64.getEncoder().encodeToString("ann:p@ss:word".getBytes(StandardCharsets.UTF_8));

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final int behind;

    /** @param behind the port of the server on this machine that all names lead to */
    public ConnectProxy(int behind) {
        this.behind = behind;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        threads.execute(this::accept);
    }

    /** As a variable names it. */
    public String address() {
        return "http://" + LOGIN + "@127.0.0.1:" + server.getLocalPort();
    }

    /** Variables that name it for everything. */
    public Map<String, String> variables() {
        return Map.of("HTTP_PROXY", address(), "https_proxy", address());
    }

    /** What was asked for by those who may, for example {@code CONNECT registry.corp:443}. */
    public List<String> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            List<String> head = head(in);
            OutputStream out = client.getOutputStream();
            if (head.stream().noneMatch(("Proxy-Authorization: " + EXPECTED)::equalsIgnoreCase)) {
                say(
                        out,
                        "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            String[] line = head.get(0).split(" ", -1);
            asked.add(line[0] + " " + line[1]);
            if (line[0].equals("CONNECT")) {
                // Far enough to see that it is asked for; what is behind speaks no TLS.
                say(out, "HTTP/1.1 200 Connected\r\n\r\n");
                return;
            }
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), behind)) {
                URI address = URI.create(line[1]);
                String path = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
                List<String> onward = new ArrayList<>(List.of(line[0] + " " + path + " HTTP/1.1", "Connection: close"));
                head.stream()
                        .skip(1)
                        .filter(header ->
                                !header.toLowerCase(java.util.Locale.ROOT).matches("(proxy-|connection:).*"))
                        .forEach(onward::add);
                say(target.getOutputStream(), String.join("\r\n", onward) + "\r\n\r\n");
                threads.execute(() -> pump(in, target));
                target.getInputStream().transferTo(out);
            }
        } catch (IOException gone) {
            // One of the two had enough.
        }
    }

    private static void pump(InputStream from, Socket to) {
        try {
            from.transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // One of the two had enough.
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new SocketException("no head");
            }
            text.append((char) next);
        }
        try (BufferedReader lines = new BufferedReader(new java.io.StringReader(text.toString()))) {
            return lines.lines().filter(line -> !line.isEmpty()).toList();
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            server.close();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
