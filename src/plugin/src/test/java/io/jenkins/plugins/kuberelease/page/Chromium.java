package io.jenkins.plugins.kuberelease.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real browser, where there is one: shows a page and says what became of it. */
final class Chromium {
    /** Why a test is skipped without it. */
    static final String MISSING = "there is no Chromium, which draws the pages (Debian: apt-get install chromium)";

    private static final long LIMIT_SECONDS = 90;

    private final Path program;
    private final Path directory;

    private Chromium(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** The browser of this machine. */
    static Optional<Chromium> installed(Path directory) {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Chromium(program, directory));
    }

    /** What the page is after its scripts have run for a while, and what the browser complained of. */
    Shown show(String url) throws IOException, InterruptedException {
        Path page = directory.resolve("page.html");
        Path complaints = directory.resolve("complaints.txt");
        Process process = new ProcessBuilder(command(url))
                .redirectOutput(page.toFile())
                .redirectError(complaints.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(
                    "the browser did not end within " + LIMIT_SECONDS + " s: " + Files.readString(complaints));
        }
        return new Shown(
                Files.readString(page),
                Files.readAllLines(complaints, StandardCharsets.ISO_8859_1).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList());
    }

    /** The browser itself; it listens on a port that it writes into its profile, and stays until it is ended. */
    Process open() throws IOException {
        List<String> command = common();
        command.addAll(List.of("--remote-debugging-port=0", "about:blank"));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("complaints.txt").toFile())
                .start();
    }

    private List<String> command(String url) {
        List<String> command = common();
        command.addAll(List.of("--virtual-time-budget=8000", "--dump-dom", url));
        return command;
    }

    private List<String> common() {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--enable-logging=stderr"));
        command.add("--user-data-dir=" + directory.resolve("profile"));
        command.add("--window-size=1280,1000");
        return command;
    }

    /** A page as it was shown. */
    record Shown(String html, List<String> complaints) {
        Shown {
            complaints = List.copyOf(complaints);
        }
    }
}
