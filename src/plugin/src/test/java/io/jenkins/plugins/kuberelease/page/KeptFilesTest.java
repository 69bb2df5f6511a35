package io.jenkins.plugins.kuberelease.page;

import static io.jenkins.plugins.kuberelease.page.Visit.ANONYMOUS;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.console.HyperlinkNote;
import hudson.model.FreeStyleBuild;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a failed release left on the controller, read from its page; with what really looks for it behind. */
@WithJenkins
class KeptFilesTest {
    private static final Path JOURNAL = Path.of("../adapters/src/test/resources/api/crash-loop.jsonl");
    private static final String RELEASE = "release=261121-122407-2af94bf";
    private static final String HOSTILE =
            "<script>alert(1)</script> \u001b[31mred\u001b[0m \u202egnp \u2603 https://example.org/\n";

    @Test
    void evidenceIsReadAsTextThatCanDoNoHarm(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = failed(jenkins);
        Visit visit = Visit.to(jenkins);
        String page = build.getUrl() + "kube-release/";

        HttpResponse<String> seen = visit.get("reader", page + "evidence?" + RELEASE + "&stage=staging.deploy");

        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.body()).isEqualTo("<script>alert(1)</script> red gnp \u2603 https://example.org/\n");
        isNothingButText(seen);
        assertThat(visit.get("reader", page + "json").body())
                .contains("\"evidence/staging.deploy\":\"evidence?" + RELEASE + "&stage=staging.deploy\"")
                .contains("\"console\":\"console?" + RELEASE + "\"")
                .doesNotContain("evidence/staging.verify");
    }

    @Test
    void theConsoleOfAReleaseWithoutItsBuildIsReadWithoutItsNotes(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = failed(jenkins);

        HttpResponse<String> seen = Visit.to(jenkins).get("reader", build.getUrl() + "kube-release/console?" + RELEASE);

        assertThat(seen.body()).isEqualTo("[kube-release] The release as it goes on\n");
        isNothingButText(seen);
    }

    @Test
    void whoeverMayNotSeeTheJobSeesNoneOfIt(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = failed(jenkins);
        Visit visit = Visit.to(jenkins);

        for (String path : List.of("evidence?" + RELEASE + "&stage=staging.deploy", "console?" + RELEASE)) {
            HttpResponse<String> refused = visit.get(ANONYMOUS, build.getUrl() + "kube-release/" + path);

            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.body()).as(path).doesNotContain("alert(1)").doesNotContain("as it goes on");
        }
    }

    @Test
    void noNameLeadsToAnotherFile(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = failed(jenkins);
        Visit visit = Visit.to(jenkins);

        for (String path : List.of(
                "evidence",
                "evidence?" + RELEASE,
                "evidence?" + RELEASE + "&stage=",
                "evidence?" + RELEASE + "&stage=staging.verify",
                "evidence?" + RELEASE + "&stage=production.deploy",
                "evidence?" + RELEASE + "&stage=../secret",
                "evidence?" + RELEASE + "&stage=..%2Fsecret",
                "evidence?" + RELEASE + "&stage=staging.deploy%00",
                "evidence?" + RELEASE + "&stage=staging.deploy.txt",
                "evidence?" + RELEASE + "&stage=%3Cscript%3Ealert(1)%3C/script%3E",
                "evidence?release=../step-1&stage=staging.deploy",
                "evidence?release=step-1&stage=staging.deploy",
                "evidence?release=..%2F..&stage=staging.deploy",
                "evidence/../../build.xml",
                "evidence/%2e%2e/%2e%2e/build.xml",
                "evidence/staging.deploy.txt?" + RELEASE,
                "console",
                "console?release=",
                "console?release=..%2Fstep-1",
                "console/console.log?" + RELEASE + "&x=1")) {
            HttpResponse<String> answer = visit.get("reader", build.getUrl() + "kube-release/" + path);

            assertThat(answer.body())
                    .as(path)
                    .doesNotContain("a secret")
                    .doesNotContain("<build>")
                    .doesNotContain("<script>alert(1)");
            if (!path.startsWith("evidence/") && !path.startsWith("console/")) {
                assertThat(answer.statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static void isNothingButText(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
                .isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(answer.headers().allValues("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().allValues("Content-Security-Policy")).contains("default-src 'none'; sandbox");
    }

    /** With a link among the evidence that leads out of it, as no release makes one. */
    private static FreeStyleBuild failed(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("polls"));
        Path release = build.getRootDir().toPath().resolve("kube-release/step-1");
        Path evidence = Files.createDirectories(release.resolve("evidence"));
        Files.copy(JOURNAL, release.resolve("journal.jsonl"));
        Files.writeString(evidence.resolve("staging.deploy.txt"), HOSTILE);
        Files.writeString(release.resolve("secret.txt"), "a secret");
        Files.createSymbolicLink(evidence.resolve("staging.verify.txt"), release.resolve("secret.txt"));
        Files.writeString(release.resolve("console.log"), console());
        ReleaseAction.attachTo(build);
        return build;
    }

    private static String console() throws IOException {
        return "[kube-release] " + HyperlinkNote.encodeTo("/job/polls/1/", "The release as it goes on") + "\n";
    }
}
