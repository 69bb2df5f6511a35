package io.kuberelease.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.cli.Main;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.testkit.SamplePlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person starts it, beside the process that runs the release. */
class OpenCommandTest {
    private static final Instant BEGUN = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path home;

    @Test
    void anotherProcessesReleaseIsShownAsItRunsUntilCtrlC() throws Exception {
        try (FileJournal journal = aRelease()) {
            Process program = program(Map.of(), "open", "--app", "polls");
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8))) {
                String line = out.readLine();
                assertThat(line).startsWith("The page of r1: http://127.0.0.1:");
                URI address = URI.create(line.substring(line.indexOf("http")));
                HttpClient browser = HttpClient.newBuilder()
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();

                assertThat(get(browser, address)).contains("polls 1.4.0");
                assertThat(get(browser, address.resolve("/json"))).contains("\"status\":\"running\"");
                journal.append(
                        new JournalEntry(1, BEGUN.plusSeconds(9), new ReleaseEvent.Ended(ReleaseResult.ABORTED)));
                assertThat(get(browser, address.resolve("/json"))).contains("\"status\":\"aborted\"");

                interrupt(program);
                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), address.getPort()).close())
                        .isInstanceOf(ConnectException.class);
            } finally {
                program.destroyForcibly();
            }
        }
    }

    @Test
    void withoutAScreenItSaysHowToSeeThePageFromElsewhere() throws Exception {
        aRelease();
        assertThat(complaintOf(Map.of()))
                .startsWith("No browser is opened, since this session has no screen")
                .contains("ssh -L ");
    }

    @Test
    void aScreenWithoutABrowserIsTold() throws Exception {
        aRelease();
        Path programs = Files.createDirectory(home.resolve("programs"));
        assertThat(complaintOf(Map.of("DISPLAY", ":0", "PATH", programs.toString())))
                .contains("No browser is opened (", "xdg-open", "Open the address yourself.");

        // As xdg-open does that knows no browser.
        opener(programs, "exit 3");
        assertThat(complaintOf(Map.of("DISPLAY", ":0", "PATH", programs.toString())))
                .isEqualTo("No browser is opened: xdg-open ended with exit code 3. Open the address yourself.");
    }

    /** Every user of the machine can see the arguments of a program, and what lies in its temporary files' directory. */
    @Test
    @Timeout(60)
    void theBrowserIsGivenAFileThatOnlyItsOwnerReadsAndThatIsGoneAfterCtrlC() throws Exception {
        aRelease();
        Path programs = Files.createDirectory(home.resolve("programs"));
        Path opened = home.resolve("opened");
        new ProcessBuilder("mkfifo", opened.toString()).start().waitFor();
        opener(programs, "{ echo $1; ls -l $1; } > " + opened);
        Process program = program(
                Map.of("DISPLAY", ":0", "PATH", programs + ":" + System.getenv("PATH")), "open", "--app", "polls");
        try (BufferedReader out = program.inputReader()) {
            String line = out.readLine();
            List<String> said = Files.readAllLines(opened);
            Path leading = Path.of(said.get(0));

            assertThat(said.get(1)).startsWith("-rw-------");
            assertThat(Files.readString(leading)).contains("url=" + line.substring(line.indexOf("http")) + "\"");
            interrupt(program);
            assertThat(leading).doesNotExist();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void whereThereIsNoReleaseItSaysSo() {
        Terminal terminal = new Terminal(home, home);

        assertThat(terminal.run("open", "--app", "polls")).isNotZero();
        assertThat(terminal.complaint()).contains("there is no release of polls here");
    }

    private FileJournal aRelease() {
        ReleasePlan plan = SamplePlan.toProduction();
        FileJournal journal = FileJournal.open(
                home.resolve(".local/state/kube-release/polls")
                        .resolve(plan.release().value()),
                new JournalCodec());
        journal.append(new JournalEntry(0, BEGUN, new ReleaseEvent.Planned(plan)));
        return journal;
    }

    private static void opener(Path programs, String script) throws IOException {
        Path program = Files.writeString(programs.resolve("xdg-open"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private String complaintOf(Map<String, String> variables) throws Exception {
        Process program = program(variables, "open", "--app", "polls");
        try (BufferedReader complaints = program.errorReader()) {
            String complaint = complaints.readLine();
            interrupt(program);
            return complaint;
        } finally {
            program.destroyForcibly();
        }
    }

    private static void interrupt(Process program) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(program.pid()))
                .start()
                .waitFor();
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(130);
    }

    private Process program(Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("XDG_STATE_HOME");
        builder.environment().remove("KUBECONFIG");
        builder.environment().remove("DISPLAY");
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static String get(HttpClient browser, URI address) throws Exception {
        return browser.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
