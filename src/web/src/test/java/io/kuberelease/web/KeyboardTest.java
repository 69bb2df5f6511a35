package io.kuberelease.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** Everything that can be done is done by keyboard alone, and what is drawn anew takes nothing out of a reader's hands. */
class KeyboardTest {
    private static final String FIELDS = "release=261121-122407-2af94bf&environment=production"
            + "&diff=sha256:179f1002f59bbc495ef83bbf603752a71623ac5c963e9c2a387c8ebf9b498549&crumb=a&b";

    @RegisterExtension
    private final Browser browser = new Browser();

    @Test
    void aChangeIsApprovedWithAComment() {
        browser.show("decision-approve").reach("comment");
        new Actions(browser.driver()).sendKeys("after the freeze").perform();
        browser.reach("Approve");
        browser.press(Keys.SPACE);
        browser.await("location.pathname === '/release-waiting/'");

        assertThat(browser.server().forms()).containsExactly("approve " + FIELDS + "&comment=after the freeze");
    }

    @Test
    void aChangeIsRejected() {
        browser.show("decision-approve").reach("Reject");
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/release-waiting/'");

        assertThat(browser.server().forms()).containsExactly("reject " + FIELDS + "&comment=");
    }

    @Test
    void whatIsTakenAwayIsTakenAwayByItsOwnButton() {
        browser.show("decision-rollback").reach("Roll back");
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/release-waiting/'");
        browser.show("decision-abort").reach("Cancel");

        assertThat(browser.server().forms())
                .singleElement()
                .asString()
                .startsWith("rollback release=")
                .contains("&environment=staging&bundle=sha256:e8148d76");
    }

    @Test
    void aBranchIsFoundAndDeployedByTypingArrowDownAndEnter() {
        browser.show("previews").reach("branch");
        browser.await("document.querySelectorAll('[role=option]').length === 20");
        assertThat(browser.words()).contains("20 of 3007: go on typing", "pull request", "Look at it…");
        browser.type("branch", "lo");
        browser.await("document.querySelectorAll('[role=option]').length === 5");
        assertThat(browser.words()).contains("5 branches").doesNotContain("go on typing");
        for (int i = 0; i < 4; i++) {
            browser.press(Keys.ARROW_DOWN);
        }
        assertThat(
                        browser.ask(
                                "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"))
                .asString()
                .startsWith("x'; sh 'rm' </script>lo");
        browser.press(Keys.ARROW_UP);
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/release-waiting/'");

        assertThat(browser.server().forms()).containsExactly("deploy branch=feature/login&crumb=a&b");
    }

    @Test
    void whatIsTypedStaysWhileThePageBringsItselfUpToDateAndEscapeClosesWhatWasFound() {
        browser.server().become("previews", "previews");
        browser.show("previews").reach("branch");
        browser.type("branch", "lo");
        browser.await("document.querySelectorAll('[role=option]').length === 5");
        browser.server().become("previews", "previews-none");
        browser.await("document.body.innerText.includes('No preview lives now')");

        assertThat(browser.ask("document.activeElement.value + document.querySelectorAll('[role=option]').length"))
                .isEqualTo("lo5");
        browser.press(Keys.ESCAPE);
        assertThat(browser.ask("document.activeElement.value + document.querySelectorAll('[role=option]').length"))
                .isEqualTo("lo0");
        browser.press(Keys.ENTER);
        assertThat(browser.server().forms()).isEmpty();
    }

    @Test
    void aPreviewIsDeployedAgainExtendedAndDeleted() {
        browser.show("previews").reach("How long feature/login");
        browser.press(Keys.ARROW_DOWN);
        browser.reach("Extend feature/login");
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/release-waiting/'");
        browser.show("previews").reach("Deploy feature/login again");
        browser.press(Keys.SPACE);
        browser.await("location.pathname === '/release-waiting/'");
        browser.show("previews").reach("Delete feature/login…");
        browser.show("decision-delete").reach("Delete the preview");
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/release-waiting/'");

        assertThat(browser.server().forms())
                .containsExactly(
                        "extend app=polls&cluster=staging&namespace=polls-feature-login&crumb=a&b&for=1d",
                        "deploy branch=feature/login&crumb=a&b",
                        "delete app=polls&cluster=staging&namespace=polls-feature-login&uid=1b9d6bcd-bbfd&crumb=a&b");
    }

    @Test
    void aPreviewThatComesAliveWhileSomebodyLooksOnIsTold() {
        browser.server().become("previews-live", "previews");
        browser.show("previews-live");
        browser.server().become("previews-live", "previews-reader");
        browser.driver().executeScript("globalThis.marked = document.querySelector('[role=status]')");
        browser.server().come("previews-live", "being-made", "live");
        browser.await("document.body.innerText.includes('feature/search answers at feature-search.polls')");

        assertThat(browser.ask("marked.isConnected")).isEqualTo(true);
    }

    @Test
    void aGroupIsOpenedAndStaysOpenWhileThePageBringsItselfUpToDate() {
        browser.show("release-deploying").reach("production");
        browser.driver().executeScript("globalThis.marked = document.activeElement");
        browser.press(Keys.ENTER);
        browser.await("marked.closest('details').open");

        browser.server().become("release-deploying", "release-waiting");
        browser.await("document.querySelector('.kr-attention--waiting')");
        assertThat(browser.ask("document.activeElement === marked && marked.closest('details').open"))
                .isEqualTo(true);

        browser.reach("Review and decide");
        browser.driver().executeScript("globalThis.marked = document.activeElement");
        browser.server().become("release-deploying", "release-read-only");
        browser.await("!document.querySelector('.kr-attention--waiting a')");
        assertThat(browser.words()).contains("You may not decide this.");
    }

    @Test
    void aPageThatCanNotBeBroughtUpToDateSaysSoAndGoesOn() {
        browser.show("release-deploying");
        browser.server().down(true);
        browser.await("document.querySelector('[role=alert]')");
        assertThat(browser.words())
                .contains("This page can't be brought up to date (the server answered 503); it keeps trying.")
                .contains("polls 1.4.0");

        browser.server().become("release-deploying", "release-succeeded");
        browser.server().down(false);
        browser.await("!document.querySelector('[role=alert]') && document.querySelector('.kr-pill--succeeded')");
    }

    /** A terminal's page: its server ends with the program, also while the release waits for a person. */
    @Test
    void aPageWhoseProgramHasEndedSaysHowToSeeItAgainAndMovesNoMore() {
        browser.server().become("release-ending", "release-deploying");
        browser.show("release-ending");
        browser.server().end();
        browser.await("document.querySelector('[role=alert] code')");
        String words = browser.words();

        assertThat(words)
                .contains("The program that served this page has ended: this is how it stood at 12:24:4")
                .contains("To see how it stands now: kube-release open 261121-122407-2af94bf")
                .contains("polls 1.4.0");
        browser.await("performance.now() - (globalThis.begun ??= performance.now()) > 1500");
        assertThat(browser.words()).isEqualTo(words);
    }
}
