package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.Secret;
import io.kuberelease.model.SecretMask;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.port.Progress;
import io.kuberelease.view.TextSanitizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Masks secrets in all text from outside, and removes what moves a cursor, before it is told or kept: in journal,
 * evidence, records, terminal and sinks. Secrets are known in memory alone: another process learns them anew before it
 * tells anything. Thread-safe.
 */
public final class Redactor {
    private final Set<String> known = new HashSet<>();
    private final Set<Learned> learned = new HashSet<>();
    private volatile SecretMask mask = SecretMask.NONE;

    private record Learned(ReleaseId release, EnvironmentName environment) {}

    /** Variables whose names say that they are secret, and addresses, which may hold a password. */
    private static final Pattern SECRET_VARIABLE =
            Pattern.compile("(?i).*(TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|CREDENTIALS?"
                    + "|(API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|AGE)_?KEY|WEBHOOK_URL|DSN)");

    private static final Pattern WITH_PASSWORD = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/:@]*:[^\\s@/]+@.*");

    /** A redactor that knows no secret yet. */
    public Redactor() {}

    /**
     * A redactor that knows the secrets in this process's environment, which the programs that it starts may print.
     *
     * @param environment variables by their names
     */
    public Redactor(Map<String, String> environment) {
        hide(FoundSecrets.of(environment.entrySet().stream()
                .filter(variable -> isSecret(variable.getKey(), variable.getValue()))
                .map(Map.Entry::getValue)
                .filter(value -> !value.startsWith("/"))
                .toList()));
    }

    /** Whether a variable holds a secret, by its name or its value. */
    static boolean isSecret(String variable, String value) {
        return SECRET_VARIABLE.matcher(variable).matches()
                || WITH_PASSWORD.matcher(value).matches();
    }

    /** Hides these from now on too; idempotent. */
    public synchronized void hide(FoundSecrets secrets) {
        List<Secret> added = secrets.values().stream()
                .filter(secret -> known.add(secret.reveal()))
                .toList();
        if (!added.isEmpty()) {
            mask = mask.withFound(added, secrets.names());
        }
    }

    /**
     * Whether the environment's Secrets have not been read for this release yet, so that their values may not be
     * hidden.
     */
    synchronized boolean isNew(ReleaseId release, EnvironmentName environment) {
        return !learned.contains(new Learned(release, environment));
    }

    synchronized void learned(ReleaseId release, EnvironmentName environment) {
        learned.add(new Learned(release, environment));
    }

    SecretMask mask() {
        return mask;
    }

    /** The text as one line, without control characters and with secrets masked. */
    String text(String hostile) {
        return mask.mask(TextSanitizer.text(hostile));
    }

    /** Hands single lines on, as they may be shown. */
    public Consumer<String> masking(Consumer<String> lines) {
        return line -> lines.accept(text(line));
    }

    /** The lines without control characters, and with secrets masked that may go on from line to line. */
    List<String> lines(List<String> hostile) {
        return mask.mask(TextSanitizer.lines(hostile));
    }

    StageOutcome outcome(StageOutcome outcome) {
        return outcome.rewritten(new Redaction(this));
    }

    /**
     * The event for the journal, with texts from outside masked; a plan is left as it is, since it was checked when it
     * was made.
     */
    ReleaseEvent event(ReleaseEvent event) {
        return event.match(new ReleaseEvent.SomeCases<>() {
            @Override
            public ReleaseEvent stageEnded(ReleaseEvent.StageEnded ended) {
                return new ReleaseEvent.StageEnded(ended.stage(), ended.attempt(), outcome(ended.outcome()));
            }

            @Override
            public ReleaseEvent sinkTroubled(ReleaseEvent.SinkTroubled troubled) {
                return new ReleaseEvent.SinkTroubled(troubled.sink(), text(troubled.why()));
            }

            @Override
            public ReleaseEvent other(ReleaseEvent ourOwnWords) {
                return ourOwnWords;
            }
        });
    }

    /** The progress to give to one try of a stage: it masks what it is told and passes it on. */
    RedactedProgress progress(Progress told, ReleasePlan plan) {
        return new RedactedProgress(this, told, names(plan));
    }

    private static Set<String> names(ReleasePlan plan) {
        List<String> names = new ArrayList<>(List.of(plan.app().value()));
        plan.environments().forEach(environment -> {
            names.add(environment.name().value());
            names.add(environment.target().namespace().value());
            names.add(environment.target().cluster());
        });
        plan.startDatastores().map(TypedStage::task).ifPresent(start -> {
            names.add(start.target().namespace().value());
            names.add(start.target().cluster());
            start.datastores().forEach(spec -> {
                names.add(spec.name());
                names.addAll(spec.hostNames());
            });
        });
        return Set.copyOf(new HashSet<>(names));
    }
}
