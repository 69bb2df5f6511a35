package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.port.EventSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** One sink with its own bounded queue and its own thread. */
final class SinkLine {
    private static final int CAPACITY = 4096;
    /** Details stop well before the queue is full, so that events find room. */
    private static final int ROOM_FOR_EVENTS = 1024;

    private static final Message LAST = sink -> {};

    private final EventSink sink;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread;
    private volatile Consumer<ReleaseEvent> listener = event -> {};
    private volatile boolean troubled;

    /** What a sink is told. */
    interface Message {
        void tell(EventSink sink) throws InterruptedException;
    }

    /** What is left out first when a sink falls behind. */
    private enum Weight {
        EVENT,
        DETAIL
    }

    SinkLine(EventSink sink) {
        this.sink = sink;
        this.thread = new Thread(this::run, "sink-" + sink.name());
        this.thread.setDaemon(true);
        this.thread.start();
    }

    void tell(Consumer<ReleaseEvent> whom) {
        this.listener = whom;
    }

    /** An event; when the sink takes it, whatever trouble it had is over. Details say nothing: most sinks ignore them. */
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
        if (weight == Weight.DETAIL && queue.remainingCapacity() < ROOM_FOR_EVENTS) {
            return;
        }
        if (!queue.offer(message)) {
            trouble("it fell so far behind that events were left out");
        }
    }

    void remember(Map<String, String> notes) {
        notes.forEach((key, value) -> listener.accept(new ReleaseEvent.SinkNoted(sink.name(), key, value)));
    }

    void finish() {
        if (!queue.offer(LAST)) {
            thread.interrupt();
        }
    }

    void await(Duration patience) {
        try {
            if (!troubled) {
                thread.join(patience.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            for (Message message = queue.take(); message != LAST; message = queue.take()) {
                deliver(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }

    private void deliver(Message message) throws InterruptedException {
        try {
            message.tell(sink);
        } catch (RuntimeException e) {
            trouble(String.valueOf(e.getMessage()));
        }
    }

    /** Told once until it works again: a sink that is gone must not fill the journal. */
    private void trouble(String why) {
        if (!troubled) {
            troubled = true;
            listener.accept(new ReleaseEvent.SinkTroubled(sink.name(), why));
        }
    }
}
