package io.kuberelease.app;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Work that goes on while nobody waits for it: whoever began it says what is done at its end, and leaves. */
public final class Unattended {
    private static final Logger LOGGER = Logger.getLogger(Unattended.class.getName());

    private Unattended() {}

    /**
     * Does something when the work has ended. What goes wrong in that is logged, since nobody else would hear of it.
     *
     * @param end is given what came of the work, or why nothing did
     */
    public static <T> void then(
            CompletionStage<T> work, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> end) {
        work.<@Nullable Void>handle((outcome, problem) -> {
                    end.accept(outcome, problem);
                    return null;
                })
                .exceptionally(unforeseen -> {
                    LOGGER.log(Level.WARNING, "What was to be done at the end of something was not", unforeseen);
                    return null;
                });
    }
}
