package io.jenkins.plugins.kuberelease.datastore;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Takes the datastores of a block away after its end.
 *
 * @param place where their pod runs; null when they are sidecars of agent pods, which go by themselves
 */
record Removal(Surroundings around, @Nullable Place place) {
    /** Blocks. What can't be taken away is told of in the build's log, and does not fail the build: it ends by itself. */
    void carryOut(ExecutorService workers) {
        try {
            remove(workers);
        } catch (IOException | RuntimeException e) {
            tellLeft(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(ExecutorService workers) throws IOException, InterruptedException {
        if (place == null) {
            Sidecars.get().remove(around.name());
            return;
        }
        try (SecondPod pod = new SecondPod(place, around.name(), around.run(), workers)) {
            pod.remove();
        }
    }

    private void tellLeft(Exception problem) {
        try {
            around.console()
                    .say("datastores may be left, and end with the agent's pod or their time limit: "
                            + problem.getMessage());
        } catch (IOException e) {
            problem.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
