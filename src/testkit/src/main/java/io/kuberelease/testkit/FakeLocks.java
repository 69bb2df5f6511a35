package io.kuberelease.testkit;

import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.StageControl;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Locks in memory, handed over in the order of asking; they outlive the process that holds them, and never expire. */
final class FakeLocks implements EnvironmentLock {
    private final FakeWorld world;
    private final InstantSource clock;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> losses = new ConcurrentHashMap<>();

    FakeLocks(FakeWorld world, InstantSource clock) {
        this.world = world;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Held> acquire(EnvironmentSpec environment, String holder, StageControl control) {
        world.mayFail("lock " + environment.name());
        Waiter waiter = new Waiter(control.release(), holder, clock.instant(), new CompletableFuture<>());
        Line line = line(environment);
        line.join(waiter, clock.instant()).ifPresent(control.progress()::note);
        control.cancellation().whenRequested(() -> line.leave(waiter));
        return waiter.answer();
    }

    @Override
    public void release(EnvironmentSpec environment, ReleaseId release) {
        line(environment).giveBack(release, clock.instant());
    }

    @Override
    public Claims claims(EnvironmentSpec environment) {
        return line(environment).claims(clock.instant());
    }

    @Override
    public CompletionStage<String> lost(EnvironmentSpec environment, ReleaseId release) {
        return losses.computeIfAbsent(environment.name() + "/" + release, missing -> new CompletableFuture<>());
    }

    /** Somebody took the lock of an environment away from a release. */
    void lose(String environment, ReleaseId release) {
        Optional.ofNullable(losses.remove(environment + "/" + release))
                .ifPresent(loss -> loss.complete("held by somebody else"));
    }

    boolean allFree() {
        return lines.values().stream().allMatch(Line::free);
    }

    private Line line(EnvironmentSpec environment) {
        return lines.computeIfAbsent(environment.app() + "/" + environment.name(), place -> new Line());
    }

    private record Waiter(ReleaseId release, String who, Instant since, CompletableFuture<Held> answer) {}

    private record Holder(ReleaseId release, String who, Instant since, Held held) {}

    /** One lock and those who wait for it; their futures complete outside of its monitor. */
    private static final class Line {
        private final Deque<Waiter> waiting = new ArrayDeque<>();
        private Optional<Holder> holder = Optional.empty();
        private long token;

        /** Hands the lock over or queues the waiter; returns a note of who holds it, empty when the waiter does now. */
        Optional<String> join(Waiter waiter, Instant now) {
            Holder first;
            synchronized (this) {
                first = holder.orElseGet(() -> hand(waiter, now));
                holder = Optional.of(first);
                if (!first.release().equals(waiter.release())) {
                    waiting.add(waiter);
                    return Optional.of(
                            "held by release " + first.release() + " of " + first.who() + " since " + first.since());
                }
            }
            waiter.answer().complete(first.held());
            return Optional.empty();
        }

        void leave(Waiter waiter) {
            synchronized (this) {
                waiting.remove(waiter);
            }
            waiter.answer().completeExceptionally(new ReleaseException.Aborted("the lock was not taken"));
        }

        void giveBack(ReleaseId release, Instant now) {
            Optional<Waiter> next;
            Held held;
            synchronized (this) {
                if (holder.filter(one -> one.release().equals(release)).isEmpty()) {
                    return;
                }
                next = Optional.ofNullable(waiting.poll());
                holder = next.map(waiter -> hand(waiter, now));
                held = new Held(token);
            }
            next.ifPresent(waiter -> waiter.answer().complete(held));
        }

        synchronized Claims claims(Instant now) {
            return new Claims(
                    holder.map(one -> new Claim(one.release(), one.who(), one.since(), now)),
                    waiting.stream()
                            .map(one -> new Claim(one.release(), one.who(), one.since(), now))
                            .toList());
        }

        synchronized boolean free() {
            return holder.isEmpty();
        }

        private Holder hand(Waiter next, Instant now) {
            token++;
            return new Holder(next.release(), next.who(), now, new Held(token));
        }
    }
}
