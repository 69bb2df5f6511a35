package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.Line;
import io.kuberelease.app.log.ResultText;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Details;
import io.kuberelease.view.ReleaseConclusion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws the release in place on a terminal, ten times a second, with running times. */
final class LiveSink implements TerminalSink {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(1);

    private final Canvas canvas;
    private final Supplier<TerminalSize> size;
    private final InstantSource clock;
    private final RefreshTimer refreshTimer = new RefreshTimer(this::redraw);

    private @Nullable ReleaseState state;
    private Details details = Details.NONE;
    private Set<String> hidden = Set.of();
    private boolean left;

    LiveSink(Canvas canvas, Supplier<TerminalSize> size, InstantSource clock) {
        this.canvas = canvas;
        this.size = size;
        this.clock = clock;
    }

    @Override
    public synchronized Map<String, String> event(JournalEntry entry, ReleaseState after) {
        state = after;
        notifyAll();
        if (entry.event() instanceof ReleaseEvent.StageStarted started) {
            details = details.without(started.stage());
        }
        if (entry.event() instanceof ReleaseEvent.SinkTroubled troubled) {
            details = details.trouble(troubled.sink(), troubled.why());
        }
        boolean ofNoInterest =
                entry.event() instanceof ReleaseEvent.SinkNoted || entry.event() instanceof ReleaseEvent.SinkTroubled;
        if (entry.event() instanceof ReleaseEvent.Ended) {
            leave(true);
        } else if (!ofNoInterest) {
            left = false;
            refreshTimer.start();
            ReleaseConclusion.of(after, clock.instant()).ifPresent(onlyPeopleAreLeft -> leave(false));
        }
        return Map.of();
    }

    @Override
    public synchronized void log(StageId stage, String source, String line) {
        details = details.log(stage, line);
    }

    @Override
    public synchronized void resource(StageId stage, ResourceStatus status) {
        details = details.resource(stage, status);
    }

    @Override
    public synchronized void note(StageId stage, String text) {
        details = details.note(stage, text);
    }

    @Override
    public synchronized void pause(ReleaseState upTo) {
        try {
            long end = System.nanoTime() + TIME_LIMIT.toNanos();
            while (known() < upTo.entries() && System.nanoTime() < end) {
                wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!left) {
            leave(false);
        }
    }

    /** Leaves the last picture on the terminal, with the next command: the release is continued elsewhere, or later. */
    @Override
    public synchronized void close() {
        leave(true);
    }

    private long known() {
        return state == null ? 0 : state.entries();
    }

    /** Draws the present state; does nothing while the terminal is left to others. */
    synchronized void redraw() {
        if (state != null && !left) {
            TerminalSize now = size.get();
            canvas.draw(screen(state, now).fitting(now.rows() - 1));
        }
    }

    private void leave(boolean forGood) {
        refreshTimer.stop();
        if (state == null) {
            return;
        }
        List<Line> lines = new ArrayList<>();
        TerminalSize now = size.get();
        if (!left) {
            lines.addAll(screen(state, now).whole());
            hidden = Screen.settled(state);
        }
        Optional<ReleaseConclusion> closing = forGood ? ReleaseConclusion.of(state, clock.instant()) : Optional.empty();
        closing.ifPresent(words -> lines.addAll(ResultText.of(words, now.columns())));
        canvas.leave(lines);
        left = true;
        if (forGood) {
            state = null;
            hidden = Set.of();
            details = Details.NONE;
        }
    }

    /** Leaves the last column free: erasing the rest of a full line would erase its last character. */
    private Screen screen(ReleaseState of, TerminalSize now) {
        return new Screen(of, details, hidden, now.columns() - 1, Screen.ALL_DETAILS, clock.instant());
    }

    /** Calls an action every 100 ms from one daemon thread. */
    private static final class RefreshTimer {
        private static final long MILLIS = 100;

        private final Runnable action;
        private @Nullable ScheduledExecutorService timer;

        RefreshTimer(Runnable action) {
            this.action = action;
        }

        /** Starts the calls; does nothing when started already. */
        synchronized void start() {
            if (timer == null) {
                timer = Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "terminal");
                    thread.setDaemon(true);
                    return thread;
                });
                var unused = timer.scheduleAtFixedRate(action, 0, MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        /** Stops the calls; can be started again. */
        synchronized void stop() {
            if (timer != null) {
                timer.shutdown();
                timer = null;
            }
        }
    }
}
