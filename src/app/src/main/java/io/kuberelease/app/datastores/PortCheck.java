package io.kuberelease.app.datastores;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Connects to each port, repeatedly until all answer or the time is up.
 *
 * @param ports each as {@code host:port}
 * @param timeLimit for all of them together
 */
public record PortCheck(List<String> ports, Duration timeLimit) {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int HELD_MILLIS = 200;
    private static final long PAUSE_MILLIS = 200;

    public PortCheck {
        ports = List.copyOf(ports);
    }

    /** A message for each port that does not answer; empty when all do. Blocks. */
    public List<String> missing() throws InterruptedException {
        long end = System.nanoTime() + timeLimit.toNanos();
        List<String> problems = new ArrayList<>();
        for (String port : ports) {
            await(port, end).ifPresent(problem -> problems.add(port + ": " + problem));
        }
        return problems;
    }

    private static Optional<String> await(String port, long end) throws InterruptedException {
        while (true) {
            Optional<String> problem = connect(port);
            if (problem.isEmpty() || System.nanoTime() - end > 0) {
                return problem;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static Optional<String> connect(String port) {
        int colon = port.lastIndexOf(':');
        String host = port.substring(0, colon);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(port.substring(colon + 1))), CONNECT_MILLIS);
            return isHeld(socket) ? Optional.empty() : Optional.of("the connection was closed at once");
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage())
                    .or(() -> Optional.of(e.getClass().getSimpleName()));
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
}
