package io.kuberelease.app.datastores;

import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.SecretMask;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.Progress;
import io.kuberelease.view.TextSanitizer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes the progress of datastores as lines of text, for the log of whoever waits for them. Thread-safe. */
public final class DatastoreLog implements Progress {
    private final Consumer<String> lines;
    private String last = "";
    private volatile SecretMask mask = SecretMask.NONE;

    /** @param lines takes each line, from any thread */
    public DatastoreLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Writes a text of one or more lines. */
    public void say(String words) {
        words.lines().forEach(line -> lines.accept("[kube-release] " + mask.mask(TextSanitizer.text(line))));
    }

    /** Writes the suggestion and the evidence of a problem; its summary is left to the host. */
    void explain(Throwable problem) {
        if (problem instanceof ReleaseException known) {
            Cause cause = known.reason();
            cause.suggestion().ifPresent(fix -> say("  → " + fix));
            cause.evidence().forEach(this::show);
        }
    }

    private void show(Evidence evidence) {
        say("  " + evidence.title());
        evidence.lines().forEach(line -> say("    " + line));
    }

    /** Names with versions, for example {@code postgres 15, redis 7}. */
    static String names(List<DatastoreSpec> specs) {
        return specs.stream().map(spec -> spec.name() + " " + spec.version()).collect(Collectors.joining(", "));
    }

    @Override
    public synchronized void hide(FoundSecrets secrets) {
        mask = mask.withFound(secrets.values(), secrets.names());
    }

    @Override
    public void log(String source, String line) {
        say("  " + source + " │ " + line);
    }

    @Override
    public void resource(ResourceStatus status) {}

    @Override
    public synchronized void note(String text) {
        if (!text.equals(last)) {
            last = text;
            say("  " + text);
        }
    }
}
