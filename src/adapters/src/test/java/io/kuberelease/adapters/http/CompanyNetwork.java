package io.kuberelease.adapters.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on this machine, and a company's proxy before it that knows it by every name below {@code .corp}. */
public final class CompanyNetwork implements AutoCloseable {
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ConnectProxy proxy;

    /** What the server was asked. */
    public record Seen(String host, String method, String path, List<String> headers) {}

    public CompanyNetwork(HttpHandler answer) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        server.createContext("/", exchange -> {
            seen.add(new Seen(
                    exchange.getRequestHeaders().getFirst("Host"),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    List.copyOf(exchange.getRequestHeaders().keySet())));
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                answer.handle(exchange);
            }
        });
        server.start();
        proxy = new ConnectProxy(server.getAddress().getPort());
    }

    public ConnectProxy proxy() {
        return proxy;
    }

    /** The server's own address, without a slash at its end. */
    public String direct() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Seen> seen() {
        return seen;
    }

    @Override
    public void close() {
        proxy.close();
        server.stop(0);
    }
}
