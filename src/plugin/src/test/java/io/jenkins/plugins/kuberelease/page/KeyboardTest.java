package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.kuberelease.page.Tab.Press;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Everything that can be done on the release page is done by keyboard alone, in a real browser. */
@WithJenkins
class KeyboardTest {
    /** There are Jenkins' own links before those of the page, and those of the build's side panel. */
    private static final int MOST_STEPS = 60;

    @RegisterExtension
    private final OpenBrowser browser = new OpenBrowser();

    @Test
    void aChangeIsApprovedAndRejectedAndAReleaseAborted(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "waiting", KeyboardTest::forAll);
        String page = jenkins.getURL() + build.getUrl() + "kube-release/";

        use(page, "Review and decide", Press.ENTER, "Approve", Press.SPACE);
        use(page, "Review and decide", Press.ENTER, "Reject", Press.ENTER);
        use(page, "Abort…", Press.ENTER, "Abort the release", Press.SPACE);

        assertThat(control.deeds)
                .containsExactly(
                        "approve production.approval by anonymous",
                        "reject production.approval by anonymous",
                        "abort by anonymous");
    }

    @Test
    void aBundleIsPromotedAndRolledBack(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "succeeded");
        String page = jenkins.getURL() + build.getUrl() + "kube-release/";

        use(page, "Roll back…", Press.ENTER, "Roll back", Press.ENTER);
        use(page, "Promote to production…", Press.ENTER, "Promote", Press.SPACE);

        assertThat(control.deeds)
                .containsExactly(
                        "rollback of sha256:e8148d76 in staging by anonymous", "promote to production by anonymous");
    }

    @Test
    void focusStaysWhereItIsWhileThePageBringsItselfUpToDate(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        control.has(build, "deploying");
        Tab tab = browser.tab();
        tab.show(jenkins.getURL() + build.getUrl() + "kube-release/", ".kr-release");
        reach(tab, "production");
        tab.ask("globalThis.marked = document.activeElement");

        control.has(build, "waiting", KeyboardTest::forAll);
        tab.await("document.querySelector('.kr-attention--waiting') && document.activeElement === marked");
        control.has(build, "deploying");
        tab.await("!document.querySelector('.kr-attention--waiting')");
        assertThat(tab.ask("document.activeElement === marked && marked.isConnected")
                        .asBoolean())
                .as("after what stood above it is gone")
                .isTrue();

        reach(tab, "Abort…");
        tab.ask("globalThis.marked = document.activeElement");
        control.has(build, "waiting", KeyboardTest::forAll);
        tab.await("document.querySelector('.kr-attention--waiting') && document.activeElement === marked");
    }

    /** Everybody may decide. */
    private static String forAll(String line) {
        return line.replace("\"by\":[\"release-managers\"]", "\"by\":[]");
    }

    /** From the page to the page that asks, and back. */
    private void use(String page, String button, Press key, String answer, Press secondKey) throws Exception {
        Tab tab = browser.tab();
        tab.show(page, ".kr-release");
        reach(tab, button);
        tab.press(key);
        tab.await("location.pathname.endsWith('/confirm') && document.readyState === 'complete'");
        reach(tab, answer);
        tab.press(secondKey);
        tab.await("location.pathname.endsWith('/kube-release/') && document.querySelector('.kr-release')");
    }

    /** By pressing Tab alone; wherever it comes to on the page, that is seen. */
    private static void reach(Tab tab, String words) throws Exception {
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < MOST_STEPS; i++) {
            tab.press(Press.TAB);
            String reached = tab.ask("focused()").asText();
            if (tab.ask("!!document.activeElement.closest('.kr')").asBoolean()) {
                assertThat(tab.ask("focusIsVisible()").asBoolean())
                        .as("focus is seen on " + reached)
                        .isTrue();
            }
            if (reached.startsWith(words)) {
                return;
            }
            way.append("\n  ").append(reached);
        }
        throw new AssertionError("Tab does not lead to " + words + " but to" + way);
    }
}
