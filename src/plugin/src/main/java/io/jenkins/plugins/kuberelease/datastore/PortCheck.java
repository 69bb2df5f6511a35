package io.jenkins.plugins.kuberelease.datastore;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.security.MasterToSlaveCallable;
import org.jspecify.annotations.Nullable;

/** Connects from the agent to each port, repeatedly until all answer or the time is up. */
public final class PortCheck extends MasterToSlaveCallable<List<String>, IOException> {
    private static final long serialVersionUID = 1L;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int HELD_MILLIS = 200;
    private static final long PAUSE_MILLIS = 200;

    private final ArrayList<String> ports;
    private final long patienceMillis;

    /**
     * @param ports each as {@code host:port}
     */
    PortCheck(List<String> ports, long patienceMillis) {
        this.ports = new ArrayList<>(ports);
        this.patienceMillis = patienceMillis;
    }

    /** Returns a message for each port that does not answer; empty when all do. */
    @Override
    public List<String> call() throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        List<String> problems = new ArrayList<>();
        for (String port : ports) {
            String problem = await(port, end);
            if (problem != null) {
                problems.add(port + ": " + problem);
            }
        }
        return problems;
    }

    private static @Nullable String await(String port, long end) throws IOException {
        while (true) {
            String problem = connect(port);
            if (problem == null || System.nanoTime() - end > 0) {
                return problem;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("stopped while waiting for " + port, e);
            }
        }
    }

    /**
     * Whether the connection stays open: proxies accept any connection, and close it when nothing listens behind them.
     */
    private static boolean isHeld(Socket socket) throws IOException {
        socket.setSoTimeout(HELD_MILLIS);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException quiet) {
            return true;
        }
    }

    private static @Nullable String connect(String port) {
        int colon = port.lastIndexOf(':');
        String host = port.substring(0, colon);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(port.substring(colon + 1))), CONNECT_MILLIS);
            return isHeld(socket) ? null : "the connection was closed at once";
        } catch (IOException e) {
            String message = e.getMessage();
            return message == null ? e.getClass().getSimpleName() : message;
        }
    }
}
