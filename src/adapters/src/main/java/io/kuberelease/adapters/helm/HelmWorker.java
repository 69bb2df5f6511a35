package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A child process that runs Helm. Requests are made by one thread at a time; any thread may call {@link #kill} and
 * {@link #beat}.
 */
final class HelmWorker {
    /** The version of the protocol that we speak; see docs/helm-worker-protocol.md. */
    static final int PROTOCOL = 2;

    private static final char RECORD_SEPARATOR = '\u001e';
    private static final int LINES_KEPT = 20;
    private static final String FATAL = "fatal error: ";

    /** The longest text that is accepted from Helm, in characters: more than any cluster stores, but within memory. */
    private static final int LONGEST_TEXT = 256 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build());

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final Deque<String> complaints = new ArrayDeque<>();
    private final CompletableFuture<Void> complaintsRead = new CompletableFuture<>();
    private final ReentrantLock sending = new ReentrantLock();
    private long lastId;

    private HelmWorker(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the process; returns before it is ready. */
    static HelmWorker start(ProcessBuilder command) throws IOException {
        HelmWorker worker = new HelmWorker(command.start());
        Thread reader = new Thread(
                () -> {
                    worker.keepComplaints();
                    worker.complaintsRead.complete(null);
                },
                "helm-worker-stderr");
        reader.setDaemon(true);
        reader.start();
        return worker;
    }

    /** The worker ended during a request: killed by us or somebody else, or by itself. */
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1;

        Gone(String message) {
            super(message);
        }
    }

    /** The worker answered with an error. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final transient WorkerMessages.Problem problem;

        Refused(WorkerMessages.Problem problem) {
            super(problem.message());
            this.problem = problem;
        }

        /** The protocol's kind of the problem; see {@link WorkerMessages.Problem}. */
        String kind() {
            return problem.kind();
        }

        /** Further lines on the problem; never null, mostly empty. */
        List<String> details() {
            return problem.all();
        }
    }

    /**
     * Time limits of a request, in whole seconds.
     *
     * @param time the time after which the worker gives up and ends; zero for no limit
     * @param silence the time without hearing from us after which the worker ends; zero for no limit
     */
    record Limits(Duration time, Duration silence) {
        static final Limits NONE = new Limits(Duration.ZERO, Duration.ZERO);
    }

    /** Sends a request without limits and blocks until its result. */
    <T> T ask(String operation, Object arguments, Class<T> result) throws IOException, Refused {
        return ask(operation, arguments, result, Limits.NONE);
    }

    <T> T ask(String operation, Object arguments, Class<T> result, Limits limits) throws IOException, Refused {
        long id = ++lastId;
        send(JSON.writeValueAsString(new WorkerMessages.Request(
                PROTOCOL,
                id,
                operation,
                arguments,
                limits.time().toSeconds(),
                limits.silence().toSeconds())));
        JsonNode answer = answerTo(id);
        if (answer.has("error")) {
            throw new Refused(JSON.treeToValue(answer.get("error"), WorkerMessages.Problem.class));
        }
        return JSON.treeToValue(Objects.requireNonNull(answer.get("result")), result);
    }

    /** Tells the worker that we are alive. Skipped while a request is being sent, which tells it as well. */
    void beat() {
        if (!sending.tryLock()) {
            return;
        }
        try {
            requests.write("{\"v\":" + PROTOCOL + ",\"beat\":true}\n");
            requests.flush();
        } catch (IOException broken) {
            // The worker is gone, which a pending request will notice.
            return;
        } finally {
            sending.unlock();
        }
    }

    /** The process id, for the mark of the writer in Helm's records. */
    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Kills the worker; a request in progress then fails with {@link Gone}. */
    void kill() {
        process.destroyForcibly();
    }

    private void send(String line) throws Gone {
        sending.lock();
        try {
            requests.write(line);
            requests.write('\n');
            requests.flush();
        } catch (IOException broken) {
            throw gone();
        } finally {
            sending.unlock();
        }
    }

    /** Parses an answer. One that is too large is blamed on the chart, since another try would give the same. */
    private static JsonNode read(String answer) throws IOException, Refused {
        try {
            return JSON.readTree(answer);
        } catch (StreamConstraintsException tooLarge) {
            throw new Refused(new WorkerMessages.Problem(
                    WorkerMessages.Problem.MEMORY,
                    "the chart renders to more than " + LONGEST_TEXT / (1024 * 1024)
                            + " MiB, which is more than any cluster takes",
                    List.of()));
        }
    }

    private JsonNode answerTo(long id) throws IOException, Refused {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            int start = line.lastIndexOf(RECORD_SEPARATOR);
            if (start >= 0) {
                JsonNode answer = read(line.substring(start + 1));
                if (answer.path("id").asLong() == id) {
                    return answer;
                }
            }
        }
        Gone gone = gone();
        if (ranOutOfMemory()) {
            throw new Refused(new WorkerMessages.Problem(
                    WorkerMessages.Problem.MEMORY, "the chart took more memory than Helm may have", List.of()));
        }
        throw gone;
    }

    /** Whether the worker died for lack of memory, as it may grow faster than it checks its own limit. */
    private boolean ranOutOfMemory() {
        synchronized (complaints) {
            return complaints.stream()
                    .filter(line -> line.startsWith(FATAL))
                    .anyMatch(line -> line.contains("out of memory") || line.contains("cannot allocate memory"));
        }
    }

    private Gone gone() {
        // Waits for the process's end: only then is certain what it has left in the cluster.
        process.destroyForcibly().onExit().join();
        complaintsRead.join();
        synchronized (complaints) {
            return new Gone("the Helm worker (process " + process.pid() + ") ended"
                    + (complaints.isEmpty() ? "" : "; it said: " + String.join(" / ", complaints)));
        }
    }

    /** Keeps the last lines, but none after a fatal error, since only stack traces follow it. */
    private void keep(String line) {
        if (!complaints.isEmpty() && complaints.getLast().startsWith(FATAL)) {
            return;
        }
        complaints.add(line);
        if (complaints.size() > LINES_KEPT) {
            complaints.remove();
        }
    }

    private void keepComplaints() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (complaints) {
                    keep(line);
                }
            }
        } catch (IOException ended) {
            // The pipe breaks when the process is killed: there is nothing more to keep.
            return;
        }
    }
}
