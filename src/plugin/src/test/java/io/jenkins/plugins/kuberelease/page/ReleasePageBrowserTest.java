package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hudson.model.FreeStyleProject;
import hudson.util.PluginServletFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The release page in a real browser that is told to run nothing inline. */
@WithJenkins
class ReleasePageBrowserTest {
    @Test
    void itIsDrawnUnderAStrictContentSecurityPolicy(JenkinsRule jenkins, @TempDir Path directory) throws Exception {
        Optional<Chromium> browser = Chromium.installed(directory);
        assumeTrue(browser.isPresent(), Chromium.MISSING);
        FakeControl control = FakeControl.installed();
        FreeStyleProject job = jenkins.createFreeStyleProject("polls");
        control.has(
                jenkins.buildAndAssertSuccess(job),
                "waiting",
                line -> line.replace("\"by\":[\"release-managers\"]", "\"by\":[]"));
        control.has(jenkins.buildAndAssertSuccess(job), "crash-loop");
        control.has(jenkins.buildAndAssertSuccess(job), "tested-before");
        control.files.put("261121-122407-2af94bf/staging.deploy", Files.writeString(directory.resolve("seen"), "seen"));
        control.files.put("261121-122407-2af94bf", Files.writeString(directory.resolve("lines"), "lines"));
        PluginServletFilter.addFilter(new StrictPolicy());

        Chromium.Shown waiting = browser.get().show(jenkins.getURL() + job.getUrl() + "1/kube-release/");
        Chromium.Shown untested = browser.get().show(jenkins.getURL() + job.getUrl() + "3/kube-release/");
        Chromium.Shown failed = browser.get().show(jenkins.getURL() + job.getUrl() + "2/kube-release/");

        assertThat(waiting.html())
                .contains("production waits for approval")
                .contains("Review and decide")
                .contains("2 of 2");
        assertThat(untested.html())
                .contains("Not run again: this image passed them in release 261121-203201-fc387cb")
                .contains("Not needed: the tests did not run");
        assertThat(failed.html())
                .contains("staging: crash loop")
                .contains("KeyError: 'DJANGO_SECRET_KEY'")
                .contains(
                        "<a href=\"evidence?release=261121-122407-2af94bf&amp;stage=staging.deploy\">All that was seen</a>")
                .contains("<a href=\"console?release=261121-122407-2af94bf\">console</a>")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img src=\"x\"");
        assertThat(waiting.complaints()).as("complaints").noneMatch(ReleasePageBrowserTest::isOfOurs);
        assertThat(failed.complaints()).as("complaints").noneMatch(ReleasePageBrowserTest::isOfOurs);
    }

    /** The frame around the page is Jenkins' own, with styles of its own in it. */
    private static boolean isOfOurs(String complaint) {
        return complaint.contains("/kube-release/assets/") || complaint.contains("/plugin/kube-release/");
    }

    /** Nothing inline, nothing from elsewhere. */
    private static final class StrictPolicy implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            ((HttpServletResponse) response)
                    .setHeader(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                    + "connect-src 'self'; form-action 'self'; base-uri 'none'");
            chain.doFilter(request, response);
        }
    }
}
