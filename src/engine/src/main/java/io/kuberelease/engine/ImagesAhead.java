package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.PerImage;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.port.ImagePrefetch;
import io.kuberelease.port.ImagePrefetch.Wanted;
import io.kuberelease.port.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Has the images brought to where they are needed next, while tests run and while an environment before is changed. It is no
 * stage, since nothing waits for it or depends on it, and it leaves nothing behind: whoever resumes the release asks
 * again. Used on the loop alone.
 */
final class ImagesAhead {
    private static final String SOURCE = "kube-release";
    private static final String TEST = "test";

    private final ImagePrefetch prefetch;
    private final Executor workers;
    private final Redactor redactor;
    private final Set<String> asked = new HashSet<>();
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param workers must never run work on the caller's thread
     */
    ImagesAhead(ImagePrefetch prefetch, Executor workers, Redactor redactor) {
        this.prefetch = prefetch;
        this.workers = workers;
        this.redactor = redactor;
    }

    /** Asks for what is due and was not asked for yet. */
    void look(ReleaseState state, Function<StageId, Progress> progressOf) {
        due(state).stream()
                .filter(wanted -> asked.add(wanted.place()))
                .forEach(wanted -> workers.execute(() -> ask(wanted, state, progressOf)));
    }

    private void ask(Wanted wanted, ReleaseState state, Function<StageId, Progress> progressOf) {
        Optional<String> why;
        try {
            why = prefetch.begin(wanted);
        } catch (ReleaseException problem) {
            why = Optional.of(problem.reason().summary());
        } catch (RuntimeException bug) {
            // Of no consequence, and so no reason to end anything.
            why = Optional.of(String.valueOf(bug.getMessage()));
        }
        why.filter(reason -> told.compareAndSet(false, true)).ifPresent(reason -> state.all().stream()
                .filter(StageState::isRunning)
                .findFirst()
                .ifPresent(stage -> progressOf
                        .apply(stage.stage().id())
                        .log(
                                SOURCE,
                                redactor.text("images are not brought to the nodes of " + wanted.place()
                                        + " ahead of time: " + reason))));
    }

    /** What an environment's rollout needs, for making way for it. */
    static Optional<Wanted> of(EnvironmentSpec environment, ReleaseState state) {
        return ahead(state).map(images -> wanted(environment, state, images));
    }

    private static List<Wanted> due(ReleaseState state) {
        if (state.result().isPresent() || state.abortedBy().isPresent()) {
            return List.of();
        }
        Optional<List<ImageReference>> images = ahead(state);
        StageEligibility eligibility = new StageEligibility(state);
        List<Wanted> due = new ArrayList<>();
        for (Stage stage : state.plan().stages()) {
            if (images.isPresent()
                    && stage.task() instanceof StageTask.Compare compare
                    && !eligibility.isHopeless(state.stage(stage.id()))
                    && isNext(compare.environment(), stage, state)) {
                due.add(wanted(compare.environment(), state, images.get()));
            }
        }
        forTests(state)
                .filter(tests ->
                        due.stream().noneMatch(wanted -> wanted.target().equals(tests.target())))
                .ifPresent(due::add);
        return due;
    }

    /** The images to bring ahead, once all are known; absent before, and when there are none. */
    private static Optional<List<ImageReference>> ahead(ReleaseState state) {
        return state.images()
                .map(images -> images.stream()
                        .filter(image -> state.plan().prefetches(image.name()))
                        .map(PerImage.Entry::value)
                        .toList())
                .filter(images -> !images.isEmpty());
    }

    private static Wanted wanted(EnvironmentSpec environment, ReleaseState state, List<ImageReference> images) {
        return new Wanted(
                environment.app(), state.plan().release(), environment.name().value(), environment.target(), images);
    }

    /** Whether the environments before it are being changed, or are done; the first ones' turn is at once. */
    private static boolean isNext(EnvironmentSpec environment, Stage compare, ReleaseState state) {
        return !deployBegan(environment.name(), state)
                && !EnvironmentActions.isUnchanged(state, environment)
                && compare.trigger().stages().stream()
                        .flatMap(before -> before.environment().stream())
                        .allMatch(before -> deployBegan(before, state));
    }

    private static boolean deployBegan(EnvironmentName environment, ReleaseState state) {
        return state.plan()
                .deploy(environment)
                .map(TypedStage::id)
                .filter(deploy -> state.stage(deploy).wasBegun())
                .isPresent();
    }

    /** Where tests wait for their datastores, which takes about as long as pulling the image. */
    private static Optional<Wanted> forTests(ReleaseState state) {
        boolean waits = state.plan()
                .startDatastores()
                .filter(datastores -> state.stage(datastores.id()).isRunning())
                .isPresent();
        return state.plan()
                .tests()
                .map(TypedStage::task)
                .filter(tests -> waits && state.plan().prefetches(tests.image()))
                .flatMap(tests -> state.image(tests.image())
                        .map(image -> new Wanted(
                                state.plan().app(), state.plan().release(), TEST, tests.target(), List.of(image))));
    }
}
