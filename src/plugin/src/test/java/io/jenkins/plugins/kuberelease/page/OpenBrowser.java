package io.jenkins.plugins.kuberelease.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.kuberelease.ground.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real browser that stays open during a test; without one on this machine the test is left out. */
final class OpenBrowser implements BeforeEachCallback, AfterEachCallback {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(90);

    private Optional<Process> process = Optional.empty();
    private Optional<Tab> tab = Optional.empty();

    /** Its tab. */
    Tab tab() {
        return tab.orElseThrow();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Path directory = Files.createTempDirectory("browser");
        Optional<Chromium> browser = Chromium.installed(directory);
        assumeTrue(browser.isPresent(), Chromium.MISSING);
        process = Optional.of(browser.get().open());
        // The browser writes here on which port it listens.
        Path port = directory.resolve("profile/DevToolsActivePort");
        Await.until("the browser listens", TIME_LIMIT, () -> lines(port).size() > 1);
        tab = Optional.of(Tab.of(Integer.parseInt(lines(port).get(0))));
    }

    private static List<String> lines(Path port) {
        try {
            return Files.exists(port) ? Files.readAllLines(port) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (process.isPresent()) {
            process.get().destroy();
            process.get().waitFor(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
