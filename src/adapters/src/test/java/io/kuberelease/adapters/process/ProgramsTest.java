package io.kuberelease.adapters.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A program and its children never outlive the call. */
class ProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final Programs programs = new Programs(Map.of("PATH", "/usr/bin:/bin"));
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    @Test
    void outputErrorsAndExitCodeAreToldApart() {
        Programs.Result result = run("cat; echo wrong >&2; exit 3", LONG, Cancellation.NEVER);

        assertThat(result).isEqualTo(new Programs.Result(Programs.Ended.EXITED, 3));
        assertThat(output).containsExactly("from us");
        assertThat(errors).containsExactly("wrong");
    }

    @Test
    void aMachineThatIsShortOfFilesIsNotOneWithoutTheProgram() {
        ReleaseException full = Programs.notStarted(
                "buildctl", "Cannot run program \"/usr/bin/buildctl\": error=24, Too many open files");
        ReleaseException absent = Programs.notStarted(
                "buildctl", "Cannot run program \"/usr/bin/buildctl\": error=2, No such file or directory");

        assertThat(full).isInstanceOf(ReleaseException.Errored.class);
        assertThat(full.reason().kind()).isEqualTo(CauseKind.UNAVAILABLE);
        assertThat(full.reason().suggestion().orElseThrow())
                .contains("open files")
                .doesNotContain("install");
        assertThat(absent).isInstanceOf(ReleaseException.Failed.class);
        assertThat(absent.reason().kind()).isEqualTo(CauseKind.MISSING_TOOL);
    }

    @Test
    void aProgramThatTakesTooLongIsKilledEvenWhenItWillNotGo() {
        Instant before = Instant.now();

        Programs.Result result =
                run("trap '' TERM; echo $$; while :; do sleep 0.1; done", Duration.ofSeconds(2), Cancellation.NEVER);

        assertThat(result.ended()).isEqualTo(Programs.Ended.TIMED_OUT);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(isRunning(output.get(0))).isFalse();
    }

    @Test
    void stoppingTakesTheChildrenToo() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        Cancellation stop = new Cancellation() {
            @Override
            public boolean requested() {
                return told.isDone();
            }

            @Override
            public void whenRequested(Runnable action) {
                var unused = told.thenRun(action);
            }
        };

        Programs.Result result = programs.run(
                command("sleep 60 & echo $!; wait"),
                LONG,
                stop,
                line -> {
                    output.add(line);
                    told.complete(null);
                },
                errors::add);

        assertThat(result.ended()).isEqualTo(Programs.Ended.CANCELLED);
        assertThat(isRunning(output.get(0))).isFalse();
    }

    @Test
    void anInterruptedThreadStopsTheProgramAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        Programs.Result result = run("sleep 60", LONG, Cancellation.NEVER);

        assertThat(result.ended()).isEqualTo(Programs.Ended.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aMissingProgramIsNamed() {
        assertThatThrownBy(() -> programs.run(
                        Programs.Command.of(Path.of("/"), "no-such-program"),
                        LONG,
                        Cancellation.NEVER,
                        output::add,
                        errors::add))
                .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                    assertThat(failed.reason().kind()).isEqualTo(CauseKind.MISSING_TOOL);
                    assertThat(failed).hasMessageContaining("no-such-program");
                });
    }

    @Test
    void aLineThatDoesNotEndIsCutAndSaysSoAndTheNextIsWhole() {
        Programs.Result result =
                run("head -c 24000000 /dev/zero | tr '\\0' x; echo; echo next", LONG, Cancellation.NEVER);

        assertThat(result).isEqualTo(new Programs.Result(Programs.Ended.EXITED, 0));
        assertThat(output).hasSize(2);
        assertThat(output.get(0))
                .hasSizeLessThan(5_000_000)
                .startsWith("xxx")
                .endsWith("x… (cut, 19805696 more characters)");
        assertThat(output.get(1)).isEqualTo("next");
    }

    /** A dead process that nobody has collected does not run, though it is listed. */
    private static boolean isRunning(String process) {
        try {
            Instant deadline = Instant.now().plusSeconds(1);
            boolean runs = true;
            while (runs && Instant.now().isBefore(deadline)) {
                runs = !Files.readString(Path.of("/proc", process, "stat")).contains(") Z ");
            }
            return runs;
        } catch (IOException gone) {
            return false;
        }
    }

    private Programs.Result run(String script, Duration limit, Cancellation cancellation) {
        return programs.run(command(script), limit, cancellation, output::add, errors::add);
    }

    private static Programs.Command command(String script) {
        byte[] input = "from us\n".getBytes(StandardCharsets.UTF_8);
        return new Programs.Command(List.of("sh", "-c", script), Path.of("/"), Map.of(), input);
    }
}
