package io.kuberelease.adapters.popup;

import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.popup.PopUp.State;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.PopUpName;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ClusterSpec;
import io.kuberelease.port.Cancellation;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import io.kuberelease.view.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Makes and deletes clusters by commands. What is about to be done is written down first, with the name that the
 * commands get; after a kill that name is looked up: it answers, its command still runs, or what is there of it is
 * deleted and it is made again under the same name.
 */
public final class CommandClusters implements ClusterMaker {
    private static final String SOURCE = "cluster";
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int LAST_LINES = 20;
    private static final int LONGEST_PART = 18;

    private final PopUpStore store;
    private final ClusterUsers users;
    private final ChildEnvironment environment;
    private final Programs programs;
    private final Path directory;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param users remembers what this process uses
     * @param directory where the commands of new clusters run: that of the release file
     */
    public CommandClusters(
            PopUpStore store,
            ClusterUsers users,
            ChildEnvironment environment,
            Path directory,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.users = users;
        this.environment = environment;
        this.programs = new Programs(environment);
        this.directory = directory.toAbsolutePath();
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void make(ClusterSpec spec, StageControl control) {
        store.holding(spec.name(), left(control), control.cancellation(), () -> makeAlone(spec, control));
    }

    private void makeAlone(ClusterSpec spec, StageControl control) {
        Optional<PopUp> known = store.find(spec.name());
        known.filter(popUp ->
                        !popUp.create().equals(spec.create()) || !popUp.delete().equals(spec.delete()))
                .ifPresent(CommandClusters::refuseOther);
        if (known.filter(popUp -> popUp.state() == State.READY && !isToGo(popUp))
                .isPresent()) {
            require(known.get(), control);
            store.write(renewed(known.get(), spec));
            users.askedFor(spec.name());
            control.progress().note("cluster " + known.get().identity() + " is there already");
            return;
        }
        Optional<PopUp> half = known.filter(popUp -> popUp.state() == State.MAKING);
        if (half.isPresent() && isMade(half.get(), control)) {
            ready(half.get().lasting(spec.lifetime(), spec.within()), control.progress());
            return;
        }
        create(known.flatMap(popUp -> cleared(popUp, control)).orElseGet(() -> identity(spec.name())), spec, control);
    }

    /** Whether its time is over, and no release uses it that takes longer. */
    private boolean isToGo(PopUp popUp) {
        return popUp.isOver(clock.instant())
                && (popUp.state() == State.DELETING
                        || store.usedBy(popUp.name()).isEmpty());
    }

    /** Another lifetime than before counts from now, also a shorter one: the release file says it so by now. */
    private PopUp renewed(PopUp known, ClusterSpec spec) {
        PopUp asked = known.lasting(spec.lifetime(), spec.within());
        return known.lifetime().equals(spec.lifetime())
                ? asked.askedFor(clock.instant())
                : asked.endingAnew(clock.instant());
    }

    /**
     * Deletes what is there of a cluster. One that was only half made, or half deleted, may not be there at all, which
     * many providers' commands call a failure: then, and whenever it is not certain, the next one has its name, so that
     * there are never two.
     *
     * @return the name for the next one; absent when it may have a new one
     */
    private Optional<String> cleared(PopUp popUp, StageControl control) {
        boolean half = popUp.state() == State.MAKING;
        control.progress().note("deleting what is there of cluster " + popUp.identity());
        try {
            delete(
                    popUp,
                    half ? "it was half made" : "its time was over",
                    control.cancellation(),
                    log(control.progress()));
            return half ? Optional.of(popUp.identity()) : Optional.empty();
        } catch (ReleaseException.Errored notDeleted) {
            control.progress().log(SOURCE, notDeleted.reason().summary() + "; perhaps it is not there");
            return Optional.of(popUp.identity());
        }
    }

    private void create(String identity, ClusterSpec spec, StageControl control) {
        Instant now = clock.instant();
        PopUp popUp = new PopUp(
                spec.name(),
                identity,
                State.MAKING,
                now,
                now.plus(spec.within()).plus(spec.lifetime()),
                spec.create(),
                spec.delete(),
                directory,
                spec.lifetime(),
                spec.within());
        store.forgetFiles(popUp.name());
        store.write(popUp);
        control.progress().note("making cluster " + identity);
        Last last = new Last(log(control.progress()));
        ClusterCommand command = new ClusterCommand(programs, store, popUp, "create");
        Programs.Result result;
        try {
            result = command.run(shorter(spec.within(), left(control)), control.cancellation(), last);
        } catch (ReleaseException notBegun) {
            store.remove(popUp, "it could not be made");
            throw notBegun;
        }
        if (result.ended() == Programs.Ended.CANCELLED) {
            throw new ReleaseException.Aborted(
                    "cluster " + popUp.name() + " (" + identity + ") is half made; kube-release clusters delete "
                            + spec.name().name() + " removes it");
        }
        Optional<String> wrong = fault(command, result, spec.within()).or(() -> awaitAnswer(popUp, control)
                .map(why -> "has ended well, but the cluster does not answer: " + why));
        if (wrong.isPresent()) {
            throw notMade(popUp, wrong.get(), result, last);
        }
        ready(popUp, control.progress());
    }

    private static Optional<String> fault(ClusterCommand command, Programs.Result result, Duration within) {
        if (result.ended() == Programs.Ended.TIMED_OUT) {
            return Optional.of("did not end within " + Durations.limit(within) + ", and was ended with its children: "
                    + command.text());
        }
        return result.succeeded()
                ? Optional.empty()
                : Optional.of("ended with exit code " + result.exitCode() + ": " + command.text());
    }

    /** What is there of it is deleted at once: it would cost money, and nobody could use it. */
    private ReleaseException.Failed notMade(PopUp popUp, String wrong, Programs.Result result, Last last) {
        String summary =
                "cluster " + popUp.name() + " (" + popUp.identity() + ") could not be made: what makes it " + wrong;
        String advice = "run its command by hand, with KUBE_RELEASE_CLUSTER_NAME and KUBECONFIG set";
        try {
            delete(popUp, "it could not be made", Cancellation.NEVER, last.listener());
        } catch (ReleaseException left) {
            advice = "look at what is left of it: " + left.reason().summary();
        }
        CauseKind kind = result.ended() == Programs.Ended.TIMED_OUT ? CauseKind.DEADLINE : CauseKind.UNAVAILABLE;
        return new ReleaseException.Failed(Cause.of(kind, summary)
                .suggesting(advice)
                .seen(last.lines().isEmpty() ? List.of() : List.of(new Evidence("its last lines", last.lines()))));
    }

    private void ready(PopUp popUp, Progress progress) {
        store.write(popUp.ready(clock.instant()));
        users.askedFor(popUp.name());
        progress.note("cluster " + popUp.identity() + " answers");
    }

    /** Whether an earlier process has made it after all; waits for its command if that still runs. */
    private boolean isMade(PopUp popUp, StageControl control) {
        ClusterCommand command = new ClusterCommand(programs, store, popUp, "create");
        command.awaitEarlier(shorter(popUp.within(), left(control)), control.cancellation());
        Optional<Integer> code = command.exitCode();
        boolean failed = code.filter(number -> number != 0).isPresent();
        if (failed) {
            return false;
        }
        return code.isPresent()
                ? awaitAnswer(popUp, control).isEmpty()
                : problem(popUp).isEmpty();
    }

    /** The cluster that was made answers still: it may hold what others released, so it is not made anew by itself. */
    private void require(PopUp popUp, StageControl control) {
        awaitAnswer(popUp, control).ifPresent(why -> {
            throw new ReleaseException.Failed(silent(popUp, why));
        });
    }

    private Optional<String> awaitAnswer(PopUp popUp, StageControl control) {
        long end = System.nanoTime() + shorter(ANSWER, left(control)).toNanos();
        while (true) {
            Optional<String> why = problem(popUp);
            if (why.isPresent() && control.cancellation().requested()) {
                // Not known yet whether it is a good one: whoever goes on looks again.
                throw new ReleaseException.Aborted("cluster " + popUp.name() + " (" + popUp.identity()
                        + ") does not answer yet; it was left as it is");
            }
            boolean isLast = System.nanoTime() - end > 0 || !Files.isRegularFile(store.kubeconfig(popUp.name()));
            if (why.isEmpty() || isLast) {
                return why;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    /** Why the cluster does not answer; absent when it does. */
    private Optional<String> problem(PopUp popUp) {
        Path file = store.kubeconfig(popUp.name());
        if (!Files.isRegularFile(file)) {
            return Optional.of("no kubeconfig was written to " + file + ", which KUBECONFIG names");
        }
        try (KubeconfigClusters clusters = KubeconfigClusters.in(file, environment)) {
            Optional<String> context = clusters.current();
            context.ifPresent(clusters::clusterId);
            return context.isPresent()
                    ? Optional.empty()
                    : Optional.of("the kubeconfig " + file + " says no current context");
        } catch (ReleaseException why) {
            return Optional.of(why.reason().summary());
        }
    }

    /** All clusters that were made and not deleted yet, but those of {@link #unreadable}. */
    public List<PopUp> all() {
        return store.all();
    }

    /** Those of which nobody knows any more what they are. */
    public List<PopUpStore.Unreadable> unreadable() {
        return store.unreadable();
    }

    @Override
    public Optional<Cause> trouble(PopUpName name) {
        return store.find(name).filter(popUp -> popUp.state() == State.READY).flatMap(popUp -> problem(popUp)
                .map(why -> silent(popUp, why)));
    }

    private static Cause silent(PopUp popUp, String why) {
        return Cause.of(
                        CauseKind.UNAVAILABLE,
                        "cluster " + popUp.name() + " (" + popUp.identity() + "), made " + popUp.since()
                                + ", does not answer any more: " + why)
                .suggesting("wait for it, or give it up: kube-release clusters delete "
                        + popUp.name().name() + ", and the next release makes another");
    }

    /** What became of one cluster. */
    public record Reaped(PopUp popUp, Optional<Cause> problem) {}

    /** Deletes the clusters whose time is over, apart from those that somebody is just making, deleting or using. */
    public List<Reaped> reap(Consumer<String> output) {
        List<Reaped> reaped = new ArrayList<>();
        for (PopUp seen : store.all()) {
            if (!isToGo(seen)) {
                continue;
            }
            store.tryHold(seen.name()).ifPresent(held -> {
                try {
                    store.find(seen.name()).filter(this::isToGo).ifPresent(popUp -> reaped.add(reaped(popUp, output)));
                } finally {
                    held.close();
                }
            });
        }
        return reaped;
    }

    private Reaped reaped(PopUp popUp, Consumer<String> output) {
        try {
            delete(popUp, "its time was over", Cancellation.NEVER, output);
            return new Reaped(popUp, Optional.empty());
        } catch (ReleaseException problem) {
            return new Reaped(popUp, Optional.of(problem.reason()));
        }
    }

    /**
     * Deletes a cluster at once, whatever its end was to be.
     *
     * @throws ReleaseException when it can't be deleted; it stays written down then, and is deleted by a later try
     */
    public void delete(PopUpName name, Consumer<String> output, Cancellation cancellation) {
        store.holding(name, ANSWER, cancellation, () -> {
            PopUp popUp = store.find(name)
                    .orElseThrow(() -> new ReleaseException.Failed(
                            Cause.of(CauseKind.BAD_INPUT, "there is no cluster " + name + " that was made here")
                                    .suggesting("see kube-release clusters list")));
            refuseUsed(popUp);
            delete(popUp, "somebody deleted it", cancellation, output);
        });
    }

    private void refuseUsed(PopUp popUp) {
        List<Long> processes = store.usedBy(popUp.name());
        if (!processes.isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.LOCKED,
                            "did not delete cluster " + popUp.name() + " (" + popUp.identity()
                                    + "): it is used now by process "
                                    + processes.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .suggesting("wait for the release that it carries on, or end it"));
        }
    }

    /** Forgets a cluster that is gone already, so that it is not deleted again. */
    public void forget(PopUpName name) {
        store.holding(name, ANSWER, Cancellation.NEVER, () -> store.find(name)
                .ifPresent(popUp -> store.remove(popUp, "it was forgotten " + clock.instant())));
    }

    private void delete(PopUp popUp, String why, Cancellation cancellation, Consumer<String> output) {
        ClusterCommand makes = new ClusterCommand(programs, store, popUp, "create");
        makes.awaitEarlier(Duration.ofMillis(1), Cancellation.NEVER);
        ClusterCommand command = new ClusterCommand(programs, store, popUp, "delete");
        if (popUp.state() == State.DELETING) {
            command.awaitEarlier(popUp.within(), cancellation);
        } else {
            store.write(popUp.in(State.DELETING));
        }
        boolean isDone = popUp.state() == State.DELETING && command.exitCode().equals(Optional.of(0));
        if (!isDone) {
            Last last = new Last(output);
            Programs.Result result = command.run(popUp.within(), cancellation, last);
            if (result.ended() == Programs.Ended.CANCELLED) {
                throw new ReleaseException.Aborted("cluster " + popUp.name() + " (" + popUp.identity()
                        + ") is half deleted; kube-release clusters reap goes on with it");
            }
            fault(command, result, popUp.within()).ifPresent(wrong -> {
                throw notDeleted(popUp, wrong, last);
            });
        }
        store.remove(popUp, popUp.identity() + " was deleted " + clock.instant() + ": " + why);
    }

    private static ReleaseException.Errored notDeleted(PopUp popUp, String wrong, Last last) {
        return new ReleaseException.Errored(
                Cause.of(
                                CauseKind.UNAVAILABLE,
                                "cluster " + popUp.name() + " (" + popUp.identity()
                                        + ") is not deleted: what deletes it " + wrong)
                        .suggesting(
                                "run kube-release clusters reap, which tries again; if it is gone already: kube-release"
                                        + " clusters delete " + popUp.name().name() + " --forget")
                        .seen(
                                last.lines().isEmpty()
                                        ? List.of()
                                        : List.of(new Evidence("its last lines", last.lines()))),
                Duration.ZERO);
    }

    private static void refuseOther(PopUp popUp) {
        throw new ReleaseException.Failed(Cause.of(
                        CauseKind.BAD_INPUT,
                        "cluster " + popUp.name() + " (" + popUp.identity() + ") was made " + popUp.since()
                                + " by other commands than the release file has now: "
                                + String.join(" ", popUp.create()))
                .suggesting("delete it, and the release makes it anew: kube-release clusters delete "
                        + popUp.name().name() + "; or give the new one another name"));
    }

    /** Short enough for clouds that allow forty characters, and no other cluster's. */
    private String identity(PopUpName name) {
        String readable = part(name.app().value(), LONGEST_PART / 2) + "-" + part(name.name(), LONGEST_PART);
        return String.format(Locale.ROOT, "kr-%s-%06x", readable, random.nextInt(1 << 24));
    }

    private static String part(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest);
        return cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut;
    }

    private Duration left(StageControl control) {
        return Duration.between(clock.instant(), control.deadline());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Consumer<String> log(Progress progress) {
        return line -> progress.log(SOURCE, line);
    }

    /** Passes lines on, and remembers the last ones. */
    private static final class Last implements Consumer<String> {
        private final Consumer<String> listener;
        private final Deque<String> lines = new ArrayDeque<>();

        Last(Consumer<String> listener) {
            this.listener = listener;
        }

        @Override
        public void accept(String line) {
            synchronized (lines) {
                lines.add(line);
                if (lines.size() > LAST_LINES) {
                    lines.remove();
                }
            }
            listener.accept(line);
        }

        Consumer<String> listener() {
            return listener;
        }

        List<String> lines() {
            synchronized (lines) {
                return List.copyOf(lines);
            }
        }
    }
}
