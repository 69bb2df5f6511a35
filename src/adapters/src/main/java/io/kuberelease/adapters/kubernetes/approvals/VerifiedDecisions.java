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
 * The decisions that this machine has verified, kept in a file of the release's directory: the journal can't tell,
 * since its local copy holds what others have written too. Safe for concurrent use.
 */
public final class VerifiedDecisions {
    private static final String FILE = "witnessed";

    private final Optional<Path> file;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param release the release's directory
     */
    public VerifiedDecisions(Path release) {
        this(Optional.of(release.resolve(FILE)));
        try {
            if (Files.exists(file.get())) {
                known.addAll(Files.readAllLines(file.get(), StandardCharsets.UTF_8));
            }
        } catch (IOException unread) {
            // Decisions are then verified again, since only known ones count.
            known.clear();
        }
    }

    private VerifiedDecisions(Optional<Path> file) {
        this.file = file;
    }

    /** An empty set that is kept in memory only, for a process that decides but does not verify others' decisions. */
    public static VerifiedDecisions none() {
        return new VerifiedDecisions(Optional.empty());
    }

    boolean has(Digest decision) {
        return known.contains(decision.value());
    }

    /**
     * Remembers the decision. If the file can't be written, only this process knows it, and the next verifies it again.
     */
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
