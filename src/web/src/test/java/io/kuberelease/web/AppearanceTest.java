package io.kuberelease.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages can be read in the light and in the dark, and in a narrow window nothing has to be pushed aside. */
class AppearanceTest {
    private static final int WIDE = 1280;
    private static final int NARROW = 360;

    @RegisterExtension
    private final Browser browser = new Browser();

    @Test
    void wordsAndSignsAreSeenInTheLight() {
        assertThat(everywhere(WIDE, "faint().concat(faintSigns())")).isEmpty();
    }

    @Test
    void wordsAndSignsAreSeenInTheDark() {
        browser.look("prefers-color-scheme", "dark");

        assertThat(everywhere(WIDE, "faint().concat(faintSigns())")).isEmpty();
        assertThat((Long) browser.ask("painted(getComputedStyle(document.body).backgroundColor)[0]"))
                .as("how bright the page is, of 255")
                .isLessThan(40);
    }

    @Test
    void nothingReachesOutOfANarrowWindow() {
        assertThat(everywhere(NARROW, "overflowing().concat(faint())")).isEmpty();
    }

    @Test
    void everythingHasAName() {
        assertThat(everywhere(
                        WIDE,
                        "[...document.querySelectorAll('a, button, input:not([type=hidden]), [role=img], [role=region]')]"
                                + ".filter((each) => !(each.innerText || each.getAttribute('aria-label') || each.closest('label')))"
                                + ".map((each) => each.outerHTML)"))
                .isEmpty();
        assertThat(
                        everywhere(
                                WIDE,
                                "document.querySelectorAll('h1').length === 0 && !document.querySelector('.kr-notice') ? ['no h1'] : []"))
                .isEmpty();
    }

    @Test
    void nothingTurnsForWhoeverWantsItStill() {
        browser.look("prefers-reduced-motion", "reduce").show("release-deploying");

        assertThat(browser.list("[...document.querySelectorAll('.kr-icon__turning')]"
                        + ".map((each) => getComputedStyle(each).animationName)"))
                .isNotEmpty()
                .containsOnly("none");
    }

    /** What is found on every page, with the page before it; what can be opened is open. */
    private List<String> everywhere(int width, String question) {
        List<String> found = new ArrayList<>();
        browser.width(width);
        for (String name : Golden.names()) {
            browser.show(name);
            browser.driver().executeScript("document.querySelectorAll('details').forEach((each) => each.open = true)");
            browser.list(question).forEach(each -> found.add(name + " " + each));
            assertThat((Long) browser.ask("readable()")).as("words on " + name).isPositive();
        }
        return found;
    }
}
