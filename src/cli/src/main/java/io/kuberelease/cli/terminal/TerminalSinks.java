package io.kuberelease.cli.terminal;

import io.kuberelease.app.log.PlainLog;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.StageId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Chooses how a release is shown, by the requested mode and the kind of standard output. */
public final class TerminalSinks {
    /** The size is kept for a while, since asking for it starts a process. */
    private static final Duration SIZE_IS_KNOWN_FOR = Duration.ofSeconds(2);

    private TerminalSinks() {}

    /**
     * Makes the sink for a mode. It writes UTF-8, whatever the stream's own encoding is.
     *
     * @param out the process's standard output
     * @param environment the variables of the process, of which TERM, NO_COLOR, COLUMNS and LINES are used
     */
    public static TerminalSink create(
            OutputMode mode, PrintStream out, Map<String, String> environment, InstantSource clock) {
        PrintStream utf8 = new PrintStream(out, false, StandardCharsets.UTF_8);
        return switch (mode) {
            case JSON -> new JsonSink(utf8);
            case PLAIN -> plain(utf8, clock);
            case AUTO ->
                size(environment)
                        .<TerminalSink>map(size -> live(utf8, size, environment, clock))
                        .orElseGet(() -> plain(utf8, clock));
        };
    }

    /** The palette for text that is printed once on standard output, for example a plan or a diff. */
    public static Palette palette(Map<String, String> environment) {
        return size(environment).map(size -> wanted(environment)).orElse(Palette.NONE);
    }

    private static TerminalSink plain(PrintStream out, InstantSource clock) {
        return new PlainTerminal(new PlainLog(PlainLog.Host.TERMINAL, out, clock));
    }

    private static TerminalSink live(
            PrintStream out, TerminalSize first, Map<String, String> environment, InstantSource clock) {
        return new LiveSink(new Canvas(out, wanted(environment)), new Remembered(first, environment, clock), clock);
    }

    private static Optional<TerminalSize> size(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "dumb");
        return terminal.equals("dumb") ? Optional.empty() : TerminalSize.ask(environment);
    }

    private static Palette wanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() ? Palette.COLOURS : Palette.NONE;
    }

    /** The size of the terminal, asked for again when it is some seconds old, since it may change during a release. */
    private static final class Remembered implements Supplier<TerminalSize> {
        private final Map<String, String> environment;
        private final InstantSource clock;
        private TerminalSize last;
        private Instant askedAt;

        Remembered(TerminalSize first, Map<String, String> environment, InstantSource clock) {
            this.last = first;
            this.environment = environment;
            this.clock = clock;
            this.askedAt = clock.instant();
        }

        @Override
        public synchronized TerminalSize get() {
            Instant now = clock.instant();
            if (now.isAfter(askedAt.plus(SIZE_IS_KNOWN_FOR))) {
                last = TerminalSize.ask(environment).orElse(last);
                askedAt = now;
            }
            return last;
        }
    }

    /** A plain log, which needs no {@link #pause}, since it never overwrites anything. */
    private record PlainTerminal(PlainLog log) implements TerminalSink {

        @Override
        public Map<String, String> event(JournalEntry entry, ReleaseState after) {
            return log.event(entry, after);
        }

        @Override
        public void log(StageId stage, String source, String line) {
            log.log(stage, source, line);
        }

        @Override
        public void note(StageId stage, String text) {
            log.note(stage, text);
        }

        @Override
        public void resource(StageId stage, ResourceStatus status) {
            log.resource(stage, status);
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
