package io.kuberelease.cli.page;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens an address in the user's browser, if there is one. The address holds a token, and every user of the machine can
 * see a program's arguments: therefore the browser is given a file that only its owner can read, and that redirects to
 * the address.
 */
public final class BrowserOpener implements AutoCloseable {
    private final Map<String, String> environment;
    private @Nullable Path file;

    public BrowserOpener(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Returns whether a browser was started. It may still fail to open, so the address should be printed in any case.
     */
    public boolean open(URI address) {
        Optional<List<String>> program = program(System.getProperty("os.name", ""));
        if (program.isEmpty()) {
            return false;
        }
        try {
            Path leading = Files.createTempFile("kube-release-page-", ".html");
            file = leading;
            Files.writeString(leading, """
                    <!doctype html><meta charset="utf-8"><title>kube-release</title>
                    <meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url=%s">
                    """.formatted(address));
            List<String> command = new ArrayList<>(program.get());
            command.add(leading.toString());
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** The program that opens files on such a system; absent without a screen. */
    Optional<List<String>> program(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return Optional.of(List.of("open"));
        }
        boolean screen = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return screen && name.startsWith("linux") ? Optional.of(List.of("xdg-open")) : Optional.empty();
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
