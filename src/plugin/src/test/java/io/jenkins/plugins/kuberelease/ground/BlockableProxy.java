package io.jenkins.plugins.kuberelease.ground;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server that can be blocked and opened again: nothing but bytes go over it. */
public final class BlockableProxy implements AutoCloseable {
    private final ServerSocket entry;
    private final InetSocketAddress end;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean blocked;

    /** Begins on this machine. */
    public BlockableProxy(URI server) throws IOException {
        this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.end = new InetSocketAddress(server.getHost(), server.getPort());
        threads.execute(this::accept);
    }

    /** Where it begins, in the place of the server. */
    public URI address() {
        return URI.create("https://127.0.0.1:" + entry.getLocalPort());
    }

    /** From now on nobody gets through, and who is on the way is lost. */
    public void block() {
        blocked = true;
        open.forEach(BlockableProxy::hangUp);
    }

    /** It is free again. */
    public void free() {
        blocked = false;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket caller = entry.accept();
                threads.execute(() -> carry(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void carry(Socket caller) {
        try (caller;
                Socket server = new Socket()) {
            open.add(caller);
            if (!blocked) {
                server.connect(end);
                threads.execute(() -> copy(server, caller));
                copy(caller, server);
            }
        } catch (IOException e) {
            // The server is away: the caller sees that by itself.
        } finally {
            open.remove(caller);
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One end has hung up, and the other one is hung up by that.
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        block();
        threads.shutdownNow();
    }
}
