package io.kuberelease.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser with a server of golden pages; one for all tests, since it takes a while to begin. */
final class Browser implements BeforeEachCallback, AfterEachCallback {
    private static final Duration TIME_LIMIT = Duration.ofSeconds(60);
    private static final int HEIGHT = 1000;
    private static final int WIDE = 1280;

    /** Seconds after most golden journals end, so that what is said of times is always the same. */
    private static final String NOW = "2026-11-21T12:24:40Z";

    /** What the summary of all tests says then. */
    static final String MISSING =
            "there is no Chromium with its driver, which draws the pages (Debian: apt-get install chromium chromium-driver)";

    private static final Path MEASURES = Path.of("src/test/resources/measures.js");

    private @Nullable ChromeDriver driver;
    private @Nullable PageServer server;

    private record Kept(ChromeDriver driver) implements AutoCloseable {
        @Override
        public void close() {
            driver.quit();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Optional<File> chromium = program("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
        Optional<File> chromedriver = program("/usr/bin/chromedriver", "/usr/lib/chromium-browser/chromedriver");
        assumeTrue(chromium.isPresent() && chromedriver.isPresent(), MISSING);
        driver = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(
                        Browser.class, unused -> new Kept(begin(chromium.get(), chromedriver.get())), Kept.class)
                .driver();
        server = new PageServer();
        width(WIDE);
        look("prefers-color-scheme", "light");
        complaints();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (server != null) {
            driver().get("about:blank");
            server.close();
        }
    }

    private static Optional<File> program(String... places) {
        return Stream.of(places).map(File::new).filter(File::canExecute).findFirst();
    }

    private static ChromeDriver begin(File chromium, File chromedriver) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium);
        options.addArguments(
                "--headless=new", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage", "--hide-scrollbars");
        options.addArguments("--disable-background-networking", "--disable-component-update", "--disable-sync");
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox");
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        options.setScriptTimeout(TIME_LIMIT.plusSeconds(10));
        ChromeDriver driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver)
                        .build(),
                options);
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                        { const begin = performance.now(), now = Date.parse("%s");
                          Date.now = () => now + performance.now() - begin; }
                        // The server tells the real time, which the page would go by.
                        { const get = Headers.prototype.get;
                          Headers.prototype.get = function (name) { return name === "Date" ? null : get.call(this, name); }; }
                        """.formatted(NOW)));
        return driver;
    }

    ChromeDriver driver() {
        return Objects.requireNonNull(driver);
    }

    PageServer server() {
        return Objects.requireNonNull(server);
    }

    /** The page of a golden document, drawn. */
    Browser show(String name) {
        driver().get(server().page(name));
        await("document.querySelector('#kube-release :is(article, h1, .kr-notice)')");
        return this;
    }

    /** A window of that width. */
    Browser width(int pixels) {
        driver().manage().window().setSize(new Dimension(pixels, HEIGHT));
        driver().executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", pixels, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** What the reader's system prefers. */
    Browser look(String feature, String value) {
        driver().executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", feature, "value", value))));
        return this;
    }

    /** All words that are seen. */
    String words() {
        return String.valueOf(driver().executeScript("return document.body.innerText"));
    }

    /** What an expression says; it may use what is in {@code measures.js}. */
    Object ask(String expression) {
        return Objects.requireNonNullElse(driver().executeScript(measures() + "\nreturn " + expression), "nothing");
    }

    @SuppressWarnings("unchecked") // A list of words by its making.
    List<String> list(String expression) {
        return (List<String>) ask(expression);
    }

    /** What a promise comes to. */
    Object askLater(String expression) {
        return Objects.requireNonNullElse(
                driver().executeAsyncScript(measures() + "\n(" + expression + ").then(arguments[0])"), "nothing");
    }

    /** Waits until an expression is true. */
    void await(String expression) {
        Object came = driver().executeAsyncScript("""
                const done = arguments[0], end = performance.now() + %d;
                const look = () => (%s) ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 50);
                look();
                """.formatted(TIME_LIMIT.toMillis(), expression));
        assertThat(came).as("until " + expression + " on\n" + words()).isEqualTo(true);
    }

    /** Writes into the field of that name, as somebody who has clicked into it. */
    void type(String field, String words) {
        driver().findElement(By.name(field)).sendKeys(words);
    }

    void press(Keys key) {
        new Actions(driver()).sendKeys(key).perform();
    }

    /** Goes to what says these words by pressing Tab alone, and sees on the way where it is. */
    void reach(String words) {
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            String reached = String.valueOf(ask("focused()"));
            // Behind the last comes the page itself, and then the first.
            if (!Boolean.TRUE.equals(ask("document.activeElement === document.body"))) {
                assertThat(askLater("focusIsVisible()"))
                        .as("focus is seen on " + reached)
                        .isEqualTo(true);
            }
            if (reached.startsWith(words)) {
                return;
            }
            way.append("\n  ").append(reached);
        }
        throw new AssertionError("Tab does not lead to " + words + " but to" + way);
    }

    /** What the browser complained of since it was asked last. */
    List<String> complaints() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** A picture of the whole page, or as much as is asked for. */
    void picture(Path file, int width, int most) throws IOException {
        width(width);
        int height = Math.min(
                most, ((Number) ask("document.querySelector('main').getBoundingClientRect().bottom")).intValue());
        driver().executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        Files.write(file, driver().getScreenshotAs(OutputType.BYTES));
    }

    private static String measures() {
        try {
            return Files.readString(MEASURES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
