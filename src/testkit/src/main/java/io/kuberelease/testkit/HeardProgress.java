package io.kuberelease.testkit;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.Progress;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Keeps what a port tells.
 *
 * @param lines what programs wrote, without their names
 * @param notes what the stage was doing
 * @param hidden the values that are to be masked
 */
public record HeardProgress(Collection<String> lines, Collection<String> notes, Collection<String> hidden)
        implements Progress {

    /** Keeps lines, and nothing else for anybody. */
    public static HeardProgress ofLines(Collection<String> lines) {
        return new HeardProgress(lines, new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
    }

    /** Keeps notes, and nothing else for anybody. */
    public static HeardProgress ofNotes(Collection<String> notes) {
        return new HeardProgress(new ConcurrentLinkedQueue<>(), notes, new ConcurrentLinkedQueue<>());
    }

    @Override
    public void log(String source, String line) {
        lines.add(line);
    }

    @Override
    public void resource(ResourceStatus status) {}

    @Override
    public void note(String text) {
        notes.add(text);
    }

    @Override
    public void hide(FoundSecrets secrets) {
        secrets.values().forEach(secret -> hidden.add(secret.reveal()));
    }
}
