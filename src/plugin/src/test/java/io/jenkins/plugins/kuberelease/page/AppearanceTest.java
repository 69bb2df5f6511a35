package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.darktheme.DarkThemeManagerFactory;
import io.jenkins.plugins.thememanager.ThemeManagerPageDecorator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pages can be read in the light and in the dark, and in a narrow window nothing has to be pushed aside. */
@WithJenkins
class AppearanceTest {
    private static final int WIDE = 1280;
    private static final int NARROW = 375;
    private static final String RELEASE = "&release=261121-122407-2af94bf";

    @RegisterExtension
    private final OpenBrowser browser = new OpenBrowser();

    @Test
    void wordsAreReadableInTheLight(JenkinsRule jenkins) throws Exception {
        assertThat(everywhere(jenkins, WIDE, "faint()")).isEmpty();
    }

    @Test
    void wordsAreReadableInTheDark(JenkinsRule jenkins) throws Exception {
        ThemeManagerPageDecorator.get().setTheme(new DarkThemeManagerFactory());

        assertThat(everywhere(jenkins, WIDE, "faint()")).isEmpty();
        assertThat(browser.tab()
                        .ask("painted(getComputedStyle(document.body).backgroundColor)[0]")
                        .asInt())
                .as("how bright the page is, of 255")
                .isLessThan(80);
    }

    @Test
    void nothingReachesOutOfANarrowWindow(JenkinsRule jenkins) throws Exception {
        assertThat(everywhere(jenkins, NARROW, "overflowing()")).isEmpty();
    }

    @Test
    void nothingReachesOutOfANarrowWindowInTheDark(JenkinsRule jenkins) throws Exception {
        ThemeManagerPageDecorator.get().setTheme(new DarkThemeManagerFactory());

        assertThat(everywhere(jenkins, NARROW, "overflowing().concat(faint())")).isEmpty();
    }

    /** What is found on every page, with the page before it. */
    private List<String> everywhere(JenkinsRule jenkins, int width, String question) throws Exception {
        List<String> found = new ArrayList<>();
        Tab tab = browser.tab().in(width);
        for (String page : pages(jenkins)) {
            tab.show(
                    jenkins.getURL() + page,
                    page.contains("confirm") || !page.matches(".*/\\d+/.*") ? ".kr" : ".kr-release");
            for (JsonNode each : tab.ask(question)) {
                found.add(page + " " + each.asText());
            }
            assertThat(tab.ask("readable()").asInt()).as("words on " + page).isGreaterThan(2);
        }
        return found;
    }

    private static List<String> pages(JenkinsRule jenkins) throws Exception {
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        List<String> journals = List.of("waiting", "crash-loop", "succeeded", "deploying", "tests-failed", "aborted");
        List<String> pages = new ArrayList<>();
        for (String journal : journals) {
            control.has(jenkins.buildAndAssertSuccess(job), journal, line -> line.replace(
                            "\"by\":[\"release-managers\"]", "\"by\":[]")
                    .replace("1.4.0", "1.4.0-feature.a-rather-long-name-of-a-branch.42"));
            pages.add(job.getUrl() + (pages.size() + 1) + "/kube-release/");
        }
        String first = job.getUrl() + "1/kube-release/confirm?environment=production" + RELEASE;
        pages.addAll(List.of(first + "&what=approve", first + "&what=abort", first + "&what=promote"));
        pages.addAll(List.of(job.getUrl() + "kube-release/", "kube-release/"));
        return pages;
    }
}
