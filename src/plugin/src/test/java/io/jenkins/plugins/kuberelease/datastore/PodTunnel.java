package io.jenkins.plugins.kuberelease.datastore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets pods reach a Jenkins under test, which listens on this machine's loopback alone. */
final class PodTunnel implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int target;

    /**
     * @param host the address at which pods find this machine
     */
    PodTunnel(String host) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName(host));
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on it leads to this port of the loopback. */
    void leadTo(int port) {
        target = port;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Socket jenkins = new Socket();
                threads.execute(() -> carry(caller, jenkins));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void carry(Socket caller, Socket jenkins) {
        try (caller;
                jenkins) {
            jenkins.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            threads.execute(() -> copy(jenkins, caller));
            copy(caller, jenkins);
        } catch (IOException e) {
            // Jenkins is down, and the caller tries again.
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

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
