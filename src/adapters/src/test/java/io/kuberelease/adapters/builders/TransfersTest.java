package io.kuberelease.adapters.builders;

import static org.assertj.core.api.Assertions.assertThat;

import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.SecretMask;
import io.kuberelease.port.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said while a build waits for the network, from lines as BuildKit writes them. */
class TransfersTest {
    private final List<String> notes = new ArrayList<>();
    private final SolveStatus status = new SolveStatus(new BuildLog(new Noting(), SecretMask.NONE));

    @Test
    void fetchedBytesAreCountedOverAllLayersAndToldByTheMegabyte() {
        status.line(layer("a", 0, 30_000_000));
        status.line(layer("b", 0, 10_000_000));
        status.line(layer("a", 12_000_000, 30_000_000));
        status.line(layer("a", 12_000_001, 30_000_000));

        assertThat(notes)
                .containsExactly(
                        "fetching base images: 0 of 30 MB",
                        "fetching base images: 0 of 40 MB",
                        "fetching base images: 12 of 40 MB");
    }

    @Test
    void aPushIsToldWhenItBegins() {
        status.line("{\"statuses\":[{\"id\":\"pushing layers\",\"started\":\"2026-11-21T10:00:00Z\"}]}");
        status.line("{\"statuses\":[{\"id\":\"pushing layers\",\"started\":\"2026-11-21T10:00:00Z\","
                + "\"completed\":\"2026-11-21T10:00:09Z\"}]}");

        assertThat(notes).containsExactly("pushing layers");
    }

    private static String layer(String name, long current, long total) {
        return "{\"statuses\":[{\"id\":\"sha256:" + name + "\",\"name\":\"downloading\",\"current\":" + current
                + ",\"total\":" + total + "}]}";
    }

    private final class Noting implements Progress {
        @Override
        public void log(String source, String line) {}

        @Override
        public void resource(ResourceStatus resource) {}

        @Override
        public void note(String text) {
            notes.add(text);
        }
    }
}
