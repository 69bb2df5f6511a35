package io.jenkins.plugins.kuberelease.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A tab of a real browser, used as a person uses it: keys are pressed, and what is shown is looked at. */
final class Tab {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
    private static final int LOOK_MILLIS = 50;
    private static final int HEIGHT = 900;
    private static final Path MEASURES = Path.of("../web/src/test/resources/measures.js");

    private final ObjectMapper json = new ObjectMapper();
    private final Replies replies;
    private final WebSocket socket;
    private int sent;

    private Tab(WebSocket socket, Replies replies) {
        this.socket = socket;
        this.replies = replies;
    }

    /** The first one of a browser that listens on this port. */
    static Tab of(int port) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        String tabs = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        for (JsonNode each : new ObjectMapper().readTree(tabs)) {
            if (each.path("type").asText().equals("page")) {
                Replies replies = new Replies();
                URI address = URI.create(each.path("webSocketDebuggerUrl").asText());
                return new Tab(
                        client.newWebSocketBuilder()
                                .buildAsync(address, replies)
                                .join(),
                        replies);
            }
        }
        throw new IOException("the browser has no tab: " + tabs);
    }

    /** In a window of that width. */
    Tab in(int width) throws IOException, InterruptedException {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** Counts the alerts of every page from now on in {@code alerts}, in the place of showing them. */
    Tab watchingAlerts() throws IOException, InterruptedException {
        send("Page.enable", Map.of());
        send(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "globalThis.alerts = 0; globalThis.alert = () => { globalThis.alerts += 1; };"));
        return this;
    }

    /** Shows a page, until what the selector names is there. */
    void show(String url, String wanted) throws IOException, InterruptedException {
        send("Page.navigate", Map.of("url", url));
        await("location.href === " + json.writeValueAsString(url));
        await("document.readyState === 'complete' && document.querySelector(" + json.writeValueAsString(wanted) + ")");
    }

    /** Presses and lets go. */
    void press(Press key) throws IOException, InterruptedException {
        Map<String, Object> event =
                Map.of("key", key.name, "code", key.code, "windowsVirtualKeyCode", key.number, "text", key.text);
        send("Input.dispatchKeyEvent", with(event, "type", key.text.isEmpty() ? "rawKeyDown" : "keyDown"));
        send("Input.dispatchKeyEvent", with(event, "type", "keyUp"));
    }

    private static Map<String, Object> with(Map<String, Object> event, String name, Object value) {
        Map<String, Object> all = new HashMap<>(event);
        all.put(name, value);
        return all;
    }

    /** Waits until an expression is true; on a page that goes away meanwhile it is not. */
    void await(String expression) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TIME_LIMIT);
        while (!answer("!!(" + expression + ")").path("value").asBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("waited in vain until " + expression + " on\n"
                        + answer("document.body.innerText").path("value").asText());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** What an expression says; it may use what is in {@code measures.js}. */
    JsonNode ask(String expression) throws IOException, InterruptedException {
        answer(Files.readString(MEASURES));
        JsonNode answer = evaluate(expression);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    private JsonNode answer(String expression) throws IOException, InterruptedException {
        return evaluate(expression).path("result");
    }

    private JsonNode evaluate(String expression) throws IOException, InterruptedException {
        return send("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    }

    private JsonNode send(String method, Map<String, Object> parameters) throws IOException, InterruptedException {
        sent++;
        socket.sendText(json.writeValueAsString(Map.of("id", sent, "method", method, "params", parameters)), true)
                .join();
        while (true) {
            String text = replies.next();
            JsonNode reply = json.readTree(text);
            if (reply.path("id").asInt() == sent) {
                return reply.path("result");
            }
        }
    }

    /** Keys that lead everywhere and use everything. */
    enum Press {
        TAB("Tab", "Tab", 9, ""),
        ENTER("Enter", "Enter", 13, "\r"),
        SPACE(" ", "Space", 32, " ");

        private final String name;
        private final String code;
        private final int number;
        private final String text;

        Press(String name, String code, int number, String text) {
            this.name = name;
            this.code = code;
            this.number = number;
            this.text = text;
        }
    }

    /** What the browser says, message by message. */
    private static final class Replies implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        String next() throws IOException, InterruptedException {
            String next = messages.poll(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new IOException("the browser is silent");
            }
            return next;
        }
    }
}
