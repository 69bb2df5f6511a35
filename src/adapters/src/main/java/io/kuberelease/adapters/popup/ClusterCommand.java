package io.kuberelease.adapters.popup;

import io.kuberelease.adapters.process.Programs;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.ClusterSpec;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One of a cluster's two commands. A shell around it writes its process id before and its exit code after it, beside the
 * cluster's record: so whoever comes after a process that was killed knows whether it still runs, and how it has ended.
 */
final class ClusterCommand {
    private static final String SHELL =
            "rm -f \"$0.exit\"; echo $$ >\"$0.pid\"; \"$@\"; code=$?; echo $code >\"$0.new\";"
                    + " mv \"$0.new\" \"$0.exit\"; exit $code";
    /** A process that began at another time than its id was written down is somebody else's. */
    private static final Duration SAME_TIME = Duration.ofSeconds(5);

    private final Programs programs;
    private final PopUp popUp;
    private final Path home;
    private final String what;
    private final List<String> command;
    private final Path kubeconfig;

    /** @param what {@code create} or {@code delete} */
    ClusterCommand(Programs programs, PopUpStore store, PopUp popUp, String what) {
        this.programs = programs;
        this.popUp = popUp;
        this.home = store.directory(popUp.name());
        this.what = what;
        this.command = what.equals("create") ? popUp.create() : popUp.delete();
        this.kubeconfig = store.kubeconfig(popUp.name());
    }

    /** How it has ended when it ended; absent when it did not, or was killed with its shell. */
    Optional<Integer> exitCode() {
        try {
            return Optional.of(
                    Integer.parseInt(Files.readString(beside(".exit")).strip()));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /** Returns when a run that an earlier process has begun is over; ends it with its children after the limit. */
    void awaitEarlier(Duration limit, Cancellation cancellation) {
        Optional<ProcessHandle> earlier = running();
        if (earlier.isEmpty()) {
            return;
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        var ended = earlier.get().onExit().thenRun(() -> over.complete(null));
        cancellation.whenRequested(() -> over.complete(null));
        try {
            over.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            end(earlier.get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (cancellation.requested() || Thread.currentThread().isInterrupted()) {
            throw new ReleaseException.Aborted("stopped while waiting for " + text() + ", which goes on");
        }
        ended.cancel(false);
    }

    private static void end(ProcessHandle shell) {
        List<ProcessHandle> tree = new ArrayList<>(shell.descendants().toList());
        tree.add(shell);
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private Optional<ProcessHandle> running() {
        try {
            Instant written = Files.getLastModifiedTime(beside(".pid")).toInstant();
            long pid = Long.parseLong(Files.readString(beside(".pid")).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> process.info()
                    .startInstant()
                    .filter(start -> Duration.between(start, written).abs().compareTo(SAME_TIME) < 0)
                    .isPresent());
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    /**
     * Runs it to its end; after the limit, or when told to stop, it is ended with its children.
     *
     * @throws ReleaseException.Failed when there is no such program
     */
    Programs.Result run(Duration limit, Cancellation cancellation, Consumer<String> output) {
        if (!command.get(0).contains("/") && programs.find(command.get(0)).isEmpty()) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.MISSING_TOOL,
                            "cluster " + popUp.name() + " needs " + command.get(0) + ", which is not on the PATH")
                    .suggesting("install " + command.get(0)));
        }
        List<String> line =
                new ArrayList<>(List.of("sh", "-c", SHELL, home.resolve(what).toString()));
        command.stream().map(this::filledIn).forEach(line::add);
        Programs.Command whole = new Programs.Command(
                line,
                // A checkout may be gone by the time that its cluster goes.
                Files.isDirectory(popUp.directory()) ? popUp.directory() : home,
                Map.of(
                        "KUBECONFIG", kubeconfig.toString(),
                        "KUBE_RELEASE_CLUSTER_NAME", popUp.identity()),
                new byte[0]);
        return programs.run(whole, limit, cancellation, output, output);
    }

    private String filledIn(String argument) {
        return ClusterSpec.filledIn(argument, Map.of("name", popUp.identity(), "kubeconfig", kubeconfig.toString()));
    }

    /** The command as it was written, for messages. */
    String text() {
        return String.join(" ", command);
    }

    private Path beside(String suffix) {
        return home.resolve(what + suffix);
    }
}
