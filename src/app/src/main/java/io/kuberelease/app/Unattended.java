package io.kuberelease.app;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Handles the end of asynchronous work for which nobody waits. */
public final class Unattended {
    private static final Logger LOGGER = Logger.getLogger(Unattended.class.getName());

    private Unattended() {}

    /**
     * Runs an action when the work has ended. An exception of the action is logged, since nobody else would learn of
     * it.
     *
     * @param end is given the result of the work, or its problem
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
