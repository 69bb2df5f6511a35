package io.kuberelease.engine;

import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Passes events to all sinks, each on a thread of its own, so that none can slow a release down or break it. */
public final class SinkHub implements AutoCloseable {
    /** Longer than a sink takes to give its last messages away, and no longer than a person waits for a prompt. */
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    private final List<SinkLine> lines;

    public SinkHub(List<EventSink> sinks) {
        this.lines = sinks.stream().map(SinkLine::new).toList();
    }

    /** Sets who hears that a sink failed or wants to remember something; called on any thread. */
    void whenTroubled(Consumer<ReleaseEvent> listener) {
        lines.forEach(line -> line.tell(listener));
    }

    void event(JournalEntry entry, ReleaseState state) {
        lines.forEach(line -> line.event(sink -> line.remember(sink.event(entry, state))));
    }

    Progress progressOf(StageId stage) {
        return new Progress() {
            @Override
            public void log(String source, String text) {
                offer(sink -> sink.log(stage, source, text));
            }

            @Override
            public void resource(ResourceStatus status) {
                offer(sink -> sink.resource(stage, status));
            }

            @Override
            public void note(String text) {
                offer(sink -> sink.note(stage, text));
            }
        };
    }

    private void offer(SinkLine.Message message) {
        lines.forEach(line -> line.detail(message));
    }

    /**
     * Gives all sinks together four seconds to deliver what is queued and to close; one that is in trouble gets none.
     * What a sink has not done by then, it does on its own thread, or not at all.
     */
    @Override
    public void close() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        lines.forEach(SinkLine::finish);
        lines.forEach(line -> line.await(end - System.nanoTime()));
    }

    /** One sink with its own bounded queue, and its own thread while there is something to tell. */
    private static final class SinkLine {
        private static final int CAPACITY = 4096;
        /** Details stop well before the queue is full, so that events find room. */
        private static final int ROOM_FOR_EVENTS = 1024;

        private static final Duration IDLE = Duration.ofSeconds(1);

        private final EventSink sink;
        private final ThreadPoolExecutor thread;
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile Consumer<ReleaseEvent> listener = event -> {};
        private volatile boolean troubled;

        /** One call to a sink. */
        interface Message {
            void tell(EventSink sink) throws InterruptedException;
        }

        /** Details are left out first when a sink falls behind. */
        private enum Weight {
            EVENT,
            DETAIL
        }

        SinkLine(EventSink sink) {
            this.sink = sink;
            this.thread = thread();
        }

        /** A thread that ends when there is nothing to tell: hundreds of releases wait for days, and say nothing. */
        private ThreadPoolExecutor thread() {
            ThreadPoolExecutor made =
                    new ThreadPoolExecutor(
                            1,
                            1,
                            IDLE.toMillis(),
                            TimeUnit.MILLISECONDS,
                            new ArrayBlockingQueue<>(CAPACITY),
                            this::daemon) {
                        /** Called under the pool's own lock, for which whoever waits for its end would wait too. */
                        @Override
                        protected void terminated() {
                            if (!closed.get()) {
                                daemon(SinkLine.this::closeOnce).start();
                            }
                        }
                    };
            made.allowCoreThreadTimeOut(true);
            return made;
        }

        private Thread daemon(Runnable work) {
            Thread made = new Thread(work, "sink-" + sink.name());
            made.setDaemon(true);
            return made;
        }

        private void closeOnce() {
            if (closed.compareAndSet(false, true)) {
                sink.close();
            }
        }

        void tell(Consumer<ReleaseEvent> whom) {
            this.listener = whom;
        }

        /**
         * Queues an event. When the sink takes it, its trouble is over; a detail would not show that, since most sinks
         * ignore details.
         */
        void event(Message message) {
            offer(
                    told -> {
                        message.tell(told);
                        troubled = false;
                    },
                    Weight.EVENT);
        }

        void detail(Message message) {
            offer(message, Weight.DETAIL);
        }

        private void offer(Message message, Weight weight) {
            if (weight == Weight.DETAIL && thread.getQueue().remainingCapacity() < ROOM_FOR_EVENTS) {
                return;
            }
            try {
                thread.execute(() -> deliver(message));
            } catch (RejectedExecutionException full) {
                if (!thread.isShutdown()) {
                    trouble("it fell so far behind that events were left out");
                }
            }
        }

        void remember(Map<String, String> notes) {
            notes.forEach((key, value) -> listener.accept(new ReleaseEvent.SinkNoted(sink.name(), key, value)));
        }

        /**
         * Closes the sink once its queue is delivered, on its own thread, since closing may take its time; drops the
         * queue when it is full.
         */
        void finish() {
            try {
                thread.execute(this::closeOnce);
                thread.shutdown();
            } catch (RejectedExecutionException full) {
                thread.shutdownNow();
            }
        }

        void await(long nanos) {
            try {
                if (!troubled) {
                    boolean unused = thread.awaitTermination(nanos, TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread.shutdownNow();
        }

        private void deliver(Message message) {
            try {
                message.tell(sink);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                trouble(String.valueOf(e.getMessage()));
            }
        }

        /** Reports trouble once until the sink works again: a sink that is gone must not fill the journal. */
        private void trouble(String why) {
            if (!troubled) {
                troubled = true;
                listener.accept(new ReleaseEvent.SinkTroubled(sink.name(), why));
            }
        }
    }
}
