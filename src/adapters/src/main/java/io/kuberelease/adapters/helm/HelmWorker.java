package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** One child process that holds Helm. Used by one thread at a time; only {@link #kill} may be called by any. */
final class HelmWorker {
    /** The version of the protocol that we speak; see docs/helm-worker-protocol.md. */
    static final int PROTOCOL = 1;

    private static final char RECORD_SEPARATOR = '\u001e';
    private static final int LINES_KEPT = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final Deque<String> complaints = new ArrayDeque<>();
    private long lastId;

    private HelmWorker(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a worker; returns before it is ready. */
    static HelmWorker start(ProcessBuilder command) throws IOException {
        HelmWorker worker = new HelmWorker(command.start());
        Thread reader = new Thread(worker::keepComplaints, "helm-worker-stderr");
        reader.setDaemon(true);
        reader.start();
        return worker;
    }

    /** The worker ended in the middle of a request: killed by us, by somebody else, or on its own. */
    static final class Gone extends IOException {
        private static final long serialVersionUID = 1;

        Gone(String message) {
            super(message);
        }
    }

    /** Helm said no. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** Asks for an operation and waits for its result. */
    <T> T ask(String operation, Object arguments, Class<T> result) throws IOException, Refused {
        long id = ++lastId;
        send(JSON.writeValueAsString(Map.of("v", PROTOCOL, "id", id, "op", operation, "args", arguments)));
        JsonNode answer = answerTo(id);
        if (answer.has("error")) {
            throw new Refused(answer.get("error").asText());
        }
        return JSON.treeToValue(answer.get("result"), result);
    }

    /** The process, for a record of who writes. */
    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Ends the worker at once; a request in progress ends with {@link Gone}. */
    void kill() {
        process.destroyForcibly();
    }

    private void send(String line) throws Gone {
        try {
            requests.write(line);
            requests.write('\n');
            requests.flush();
        } catch (IOException broken) {
            throw gone();
        }
    }

    private JsonNode answerTo(long id) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            int start = line.lastIndexOf(RECORD_SEPARATOR);
            if (start >= 0) {
                JsonNode answer = JSON.readTree(line.substring(start + 1));
                if (answer.path("id").asLong() == id) {
                    return answer;
                }
            }
        }
        throw gone();
    }

    private Gone gone() {
        // Only when the process is no more may anybody say what it has left behind.
        process.destroyForcibly().onExit().join();
        synchronized (complaints) {
            return new Gone("the Helm worker (process " + process.pid() + ") ended"
                    + (complaints.isEmpty() ? "" : "; it said: " + String.join(" / ", complaints)));
        }
    }

    private void keepComplaints() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (complaints) {
                    complaints.add(line);
                    if (complaints.size() > LINES_KEPT) {
                        complaints.remove();
                    }
                }
            }
        } catch (IOException ended) {
            // The pipe breaks when the process is killed: there is nothing more to keep.
            return;
        }
    }
}
