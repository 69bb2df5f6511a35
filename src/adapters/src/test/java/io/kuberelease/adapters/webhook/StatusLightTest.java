package io.kuberelease.adapters.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.adapters.api.ApiCodec;
import io.kuberelease.adapters.http.KeptClients;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Secret;
import io.kuberelease.port.EventSink;
import io.kuberelease.testkit.JournalBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example's light, as it stands, at the end of the real webhook. */
@Timeout(60)
class StatusLightTest {
    private static final Path SCRIPT = Path.of("../../examples/status-light/light.py");
    private static final String SECRET = "KUBE_RELEASE_WEBHOOK_SECRET";
    private static final String KEY = "light-sesame";

    private final Process light = started();
    private final BufferedReader says = light.inputReader(StandardCharsets.UTF_8);
    private final URI address = URI.create(line().replace("listening at ", ""));

    @AfterEach
    void stop() throws InterruptedException {
        light.destroy();
        light.waitFor();
    }

    @Test
    void isOrangeWhileAReleaseRunsAndGreenWhenItIsDone() throws Exception {
        tell(KEY, JournalBuilder.begins().bundled().over(ReleaseResult.SUCCEEDED));

        assertThat(line()).startsWith("orange ");
        assertThat(line()).startsWith("green ");
        assertThat(page()).contains("<title>green");
    }

    @Test
    void isRedWhenAReleaseFailed() throws Exception {
        tell(
                KEY,
                JournalBuilder.begins()
                        .starts("build")
                        .fails("build", Cause.of(CauseKind.BUILD_FAILED, "step 3 ended with exit code 1"))
                        .over(ReleaseResult.FAILED));

        assertThat(line()).startsWith("orange ");
        assertThat(line()).startsWith("red ").contains("failed in build");
    }

    @Test
    void staysAsItIsWhenTheSignatureIsWrong() throws Exception {
        tell("somebody else's key", JournalBuilder.begins().bundled().over(ReleaseResult.SUCCEEDED));

        assertThat(page()).contains("<title>off");
    }

    private void tell(String key, JournalBuilder journalBuilder) throws InterruptedException {
        EventSink sink = new WebhookSinks(new ApiCodec()::write, InstantSource.system())
                .to(address, new Secret(key), KeptClients.PLAIN);
        List<JournalEntry> entries = journalBuilder.entries();
        for (int count = 1; count <= entries.size(); count++) {
            try {
                var unused = sink.event(entries.get(count - 1), ReleaseState.of(entries.subList(0, count)));
            } catch (RuntimeException refused) {
                assertThat(refused).hasMessageContaining("401");
            }
        }
        sink.close();
    }

    private String page() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String line() {
        try {
            return says.readLine();
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static Process started() {
        ProcessBuilder command = new ProcessBuilder("python3", SCRIPT.toString(), "--port", "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.environment().put(SECRET, KEY);
        try {
            return command.start();
        } catch (IOException problem) {
            throw new IllegalStateException("these tests need python3 on the PATH", problem);
        }
    }
}
