package io.kuberelease.adapters.kubernetes.approvals;

import io.kuberelease.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The decisions that this machine has made sure of, kept in the release's directory: the journal can't say so, since its
 * copy here holds what others have written too. Safe for concurrent use.
 */
public final class WitnessedDecisions {
    private static final String FILE = "witnessed";

    private final Optional<Path> file;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param release the release's directory
     */
    public WitnessedDecisions(Path release) {
        this(Optional.of(release.resolve(FILE)));
        try {
            if (Files.exists(file.get())) {
                known.addAll(Files.readAllLines(file.get(), StandardCharsets.UTF_8));
            }
        } catch (IOException unread) {
            // Then they are asked for again, or looked up: nothing counts that is not known.
            known.clear();
        }
    }

    private WitnessedDecisions(Optional<Path> file) {
        this.file = file;
    }

    /** For who decides, and does not judge what others have decided. */
    public static WitnessedDecisions none() {
        return new WitnessedDecisions(Optional.empty());
    }

    boolean has(Digest decision) {
        return known.contains(decision.value());
    }

    /** Kept in this process in any case; a disk that is full costs the next process no more than another question. */
    void keep(Digest decision) {
        if (!known.add(decision.value()) || file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(
                    file.get(), decision.value() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            known.add(decision.value());
        }
    }
}
