package io.kuberelease.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** The pictures of the guide, from the golden documents; no test, so its name is none: {@code make screenshots}. */
class Screenshots {
    private static final Path PICTURES = Path.of(System.getProperty("screenshots", "target/screenshots"));
    private static final int WIDE = 1160;
    private static final int NARROW = 390;

    @RegisterExtension
    private final Browser browser = new Browser();

    @Test
    void pages() throws IOException {
        Files.createDirectories(PICTURES);
        picture("page-waiting", "release-waiting", WIDE, 1200);
        picture("page-failed", "release-failed", WIDE, 1200);
        picture("page-running", "release-deploying", WIDE, 1000);
        picture("page-terminal", "release-read-only", WIDE, 700);
        picture("page-decision", "decision-approve", WIDE, 1000);
        picture("page-job", "job", WIDE, 900);
        picture("page-board", "board", WIDE, 900);
        picture("page-previews", "previews", WIDE, 1100);
        browser.show("previews").type("branch", "lo");
        browser.await("document.querySelectorAll('[role=option]').length > 4");
        browser.press(Keys.ARROW_DOWN);
        browser.picture(PICTURES.resolve("page-search.png"), WIDE, 560);
        picture("page-fork", "decision-fork", WIDE, 900);
        picture("page-narrow", "release-failed", NARROW, 1500);
        browser.look("prefers-color-scheme", "dark");
        picture("page-dark", "release-waiting", WIDE, 1000);
    }

    private void picture(String file, String name, int width, int most) throws IOException {
        browser.show(name).picture(PICTURES.resolve(file + ".png"), width, most);
    }
}
