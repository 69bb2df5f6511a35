package io.kuberelease.engine;

import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.MaskedLines;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.port.Progress;
import io.kuberelease.view.TextSanitizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Masks the progress of one try of a stage. Log lines may be held back until the next line of the same source, since a
 * secret may go on there.
 */
final class RedactedProgress implements Progress {
    private final Redactor redactor;
    private final Progress told;
    private final Set<String> names;
    private final Map<String, MaskedLines> sources = new HashMap<>();

    RedactedProgress(Redactor redactor, Progress told, Set<String> names) {
        this.redactor = redactor;
        this.told = told;
        this.names = names;
    }

    @Override
    public synchronized void log(String source, String line) {
        sources.computeIfAbsent(source, key -> new MaskedLines(redactor::mask))
                .next(TextSanitizer.text(line))
                .forEach(shown -> told.log(source, shown));
    }

    @Override
    public void resource(ResourceStatus status) {
        told.resource(new Redaction(redactor).resource(status));
    }

    @Override
    public void note(String text) {
        told.note(redactor.text(text));
    }

    @Override
    public void hide(FoundSecrets secrets) {
        Set<String> all = new HashSet<>(names);
        all.addAll(secrets.names());
        redactor.hide(new FoundSecrets(secrets.values(), all));
    }

    @Override
    public String masked(String text) {
        return redactor.mask().mask(text);
    }

    /** Passes on the lines that were held back; called at the end of the try. */
    synchronized void end() {
        sources.forEach((source, lines) -> lines.end().forEach(shown -> told.log(source, shown)));
        sources.clear();
    }
}
