package io.kuberelease.cli.page;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens an address in the user's browser, if there is one. The address holds a token, and every user of the machine can
 * see a program's arguments: therefore the browser is given a file that only its owner can read, and that redirects to
 * the address.
 */
public final class BrowserOpener implements AutoCloseable {
    /** Where Ubuntu has its browsers: such a one sees a /tmp of its own, and of the home what is not hidden. */
    private static final Path SNAPS = Path.of("/snap/bin");

    private final Map<String, String> environment;
    private final Path home;
    private final Path snaps;
    private @Nullable Path file;

    /**
     * @param environment the environment variables
     * @param home the user's home directory
     */
    public BrowserOpener(Map<String, String> environment, Path home) {
        this(environment, home, SNAPS);
    }

    BrowserOpener(Map<String, String> environment, Path home, Path snaps) {
        this.environment = Map.copyOf(environment);
        this.home = home;
        this.snaps = snaps;
    }

    /**
     * Starts the browser. One that was started may still fail to show the page, so the address should be printed in any
     * case.
     *
     * @param timeLimit how long to wait for a program that finds no browser to start; zero not to wait
     * @return why no browser was started, and what to do; empty when one was
     */
    public Optional<String> open(URI address, Duration timeLimit) throws InterruptedException {
        Optional<String> program = program(System.getProperty("os.name", ""));
        if (program.isEmpty()) {
            return Optional.of("No browser is opened, since this session has no screen (neither DISPLAY nor "
                    + "WAYLAND_DISPLAY is set). To see it on the machine where you sit: ssh -L "
                    + address.getPort() + ":127.0.0.1:" + address.getPort()
                    + " to this one, and open the address there.");
        }
        try {
            Process process = new ProcessBuilder(
                            program.get(), leadingTo(address).toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean over = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
            return over && process.exitValue() != 0
                    ? Optional.of("No browser is opened: " + program.get() + " ended with exit code "
                            + process.exitValue() + ". Open the address yourself.")
                    : Optional.empty();
        } catch (IOException notThere) {
            return Optional.of("No browser is opened (" + notThere.getMessage() + "). Open the address yourself.");
        }
    }

    private Path leadingTo(URI address) throws IOException {
        Path leading = Files.isDirectory(snaps)
                ? Files.createTempFile(home, "kube-release-page-", ".html")
                : Files.createTempFile("kube-release-page-", ".html");
        // Ctrl-C closes nothing.
        leading.toFile().deleteOnExit();
        file = leading;
        return Files.writeString(leading, """
                <!doctype html><meta charset="utf-8"><title>kube-release</title>
                <meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=%s">
                """.formatted(address));
    }

    /** Opens an address that holds no secret and that others know; does nothing where there is no browser. */
    public void openPublic(URI address) {
        program(System.getProperty("os.name", "")).ifPresent(program -> {
            try {
                new ProcessBuilder(program, address.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException notThere) {
                // The address is printed, too.
                return;
            }
        });
    }

    /** The program that opens files on such a system; absent without a screen. */
    Optional<String> program(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return Optional.of("open");
        }
        boolean screen = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return screen && name.startsWith("linux") ? Optional.of("xdg-open") : Optional.empty();
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException remains) {
            // Its token is used or its server has ended: the file opens nothing any more.
            return;
        }
    }
}
