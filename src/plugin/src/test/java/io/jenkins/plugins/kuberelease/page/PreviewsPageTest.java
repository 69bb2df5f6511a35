package io.jenkins.plugins.kuberelease.page;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.PreviewCluster;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.app.preview.PreviewStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.plugins.git.AbstractGitSCMSource.SCMRevisionImpl;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.trait.SCMSourceTrait;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may deploy which branch from the page of previews, and what is built then. No cluster is there. */
@ExtendWith(LocalRepositories.class)
@WithJenkins
class PreviewsPageTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String PAGE = "job/web/previews/";

    /** Git takes it. */
    private static final String HOSTILE = "x';sh('touch${IFS}owned');'<b/$(id)";

    @TempDir
    Path repository;

    private WorkflowMultiBranchProject project(JenkinsRule jenkins) throws Exception {
        return project(jenkins, new GitSCMSource(repository.toString()));
    }

    private WorkflowMultiBranchProject project(JenkinsRule jenkins, GitSCMSource source) throws Exception {
        if (!Files.exists(repository.resolve("Jenkinsfile"))) {
            Files.writeString(repository.resolve("kube-release.yaml"), "app: polls\n");
            SourceRepository.of(repository, "echo 'an ordinary build'");
        }
        source.setTraits(List.<SCMSourceTrait>of(new BranchDiscoveryTrait()));
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "web");
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        return project;
    }

    private void branch(String name) throws Exception {
        SourceRepository.branch(repository, name);
        Files.writeString(repository.resolve("change"), name);
        SourceRepository.commit(repository, "Begin");
    }

    private static WorkflowRun last(JenkinsRule jenkins, WorkflowMultiBranchProject project, String branch)
            throws Exception {
        jenkins.waitUntilNoActivity();
        return Objects.requireNonNull(project.getItemByBranchName(branch)).getLastBuild();
    }

    private static String read(Visit visit, String path) {
        try {
            return visit.get("releaser", path).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String script(Run<?, ?> run) {
        return ((CpsFlowExecution) Objects.requireNonNull(((WorkflowRun) run).getExecution())).getScript();
    }

    @Test
    void everybodyWhoReadsSeesThePageAndOnlyThePermittedDeploy(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = project(jenkins);
        Visit visit = Visit.to(jenkins);

        assertThat(visit.get("reader", PAGE).body()).contains("data-page=\"previews\"");
        assertThat(visit.get("reader", PAGE + "json").body()).contains("\"mayDeploy\":false");
        assertThat(visit.get("releaser", PAGE + "json").body())
                .contains("\"mayDeploy\":true", "\"mayDeployForks\":false");
        assertThat(visit.get(Visit.ANONYMOUS, PAGE + "json").statusCode()).isEqualTo(403);
        for (String who : List.of("reader", "builder", Visit.ANONYMOUS)) {
            for (String deed : List.of("deploy", "extend", "delete")) {
                assertThat(visit.post(who, PAGE + deed, "branch=main", "namespace=x", "app=polls", "cluster=c")
                                .statusCode())
                        .as("%s by %s", deed, who)
                        .isEqualTo(403);
            }
            assertThat(visit.get(who, PAGE + "branches?query=").statusCode()).isEqualTo(403);
            assertThat(visit.get(who, PAGE + "confirm?what=delete").statusCode())
                    .isEqualTo(403);
        }
        assertThat(last(jenkins, project, "main").getNumber()).isEqualTo(1);
    }

    @Test
    void nothingIsDoneByALinkOrWithoutACrumb(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = project(jenkins);
        Visit visit = Visit.to(jenkins);

        for (String deed : List.of("deploy", "extend", "delete")) {
            assertThat(visit.get("manager", PAGE + deed + "?branch=main").statusCode())
                    .isEqualTo(405);
            assertThat(visit.postWithoutCrumb("manager", PAGE + deed, "branch=main")
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(last(jenkins, project, "main").getNumber()).isEqualTo(1);
    }

    @Test
    void aBranchIsDeployedByItsOwnJobAndNotByItsJenkinsfile(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = project(jenkins);
        Visit visit = Visit.to(jenkins);

        HttpResponse<String> answer = visit.post("releaser", PAGE + "deploy", "branch=main");
        WorkflowRun run = last(jenkins, project, "main");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(run.getNumber()).isEqualTo(2);
        assertThat(script(run)).isEqualTo("kubePreview()");
        jenkins.assertLogNotContains("an ordinary build", run);
        jenkins.assertLogContains("kubePreview", run);
        assertThat(PreviewRequest.of(run)).hasValueSatisfying(request -> assertThat(request)
                .returns("main", PreviewRequest::branch)
                .returns("releaser", PreviewRequest::user));
        assertThat(visit.get("reader", PAGE + "json").body())
                .contains("\"branch\":\"main\",\"by\":\"releaser\"", "\"state\":\"failed\"", "\"build\":\"#2\"");
    }

    @Test
    void aClickDeploysWithTheReleaseFileThatThePipelinesUse(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = project(jenkins);
        PreviewCluster.released("web", "main", "main");
        ReleaseHost.get().previews().register().deployedBy("web", "polls", new PreviewStep("deploy", "polls.yaml", ""));

        assertThat(Visit.to(jenkins)
                        .post("releaser", PAGE + "deploy", "branch=main")
                        .statusCode())
                .isEqualTo(302);

        WorkflowRun run = last(jenkins, project, "main");
        assertThat(script(run)).isEqualTo("kubePreview()");
        jenkins.assertLogContains("directory \"deploy\" is not in the workspace", run);
    }

    @Test
    void aBranchThatNoJobKnowsIsDeployedByThePrimaryOne(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = project(jenkins);
        branch("new/thing");

        assertThat(Visit.to(jenkins)
                        .post("releaser", PAGE + "deploy", "branch=new/thing")
                        .statusCode())
                .isEqualTo(302);
        WorkflowRun run = last(jenkins, project, "main");

        assertThat(PreviewRequest.of(run).orElseThrow().branch()).isEqualTo("new/thing");
        assertThat(script(run)).isEqualTo("kubePreview()");
    }

    @Test
    void aNameIsOnlyEverDataWhateverItSays(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = project(jenkins);
        branch(HOSTILE);
        Visit visit = Visit.to(jenkins);

        assertThat(visit.post("releaser", PAGE + "deploy", "branch=" + HOSTILE).statusCode())
                .isEqualTo(302);
        WorkflowRun run = last(jenkins, project, "main");

        assertThat(script(run)).isEqualTo("kubePreview()");
        assertThat(PreviewRequest.of(run).orElseThrow().branch()).isEqualTo(HOSTILE);
        jenkins.assertLogNotContains("+ touch", run);
        assertThat(visit.get("releaser", PAGE).body()).doesNotContain("<b/");
    }

    @Test
    void anUnknownBranchIsRefusedByName(JenkinsRule jenkins) throws Exception {
        project(jenkins);

        HttpResponse<String> answer = Visit.to(jenkins).post("releaser", PAGE + "deploy", "branch=<b>none");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("there is no branch", "&lt;b>none").doesNotContain("<b>none");
    }

    @Test
    void theSearchFindsBranchesThatNoJobKnows(JenkinsRule jenkins) throws Exception {
        project(jenkins);
        branch("feature/login");
        Visit visit = Visit.to(jenkins);

        Await.until("the repository has answered", LIMIT, () -> read(visit, PAGE + "branches?query=log")
                .contains("\"all\":2"));

        assertThat(visit.get("releaser", PAGE + "branches?query=log").body())
                .contains(
                        "{\"name\":\"feature/login\",\"preview\":\"feature/login\",\"kind\":\"branch\",\"built\":false}")
                .doesNotContain("\"name\":\"main\"");
    }

    @Test
    void beforeTheFirstPreviewThePageSaysWhatIsMissing(JenkinsRule jenkins) throws Exception {
        project(jenkins);
        Visit visit = Visit.to(jenkins);

        Await.until("the release file was read", LIMIT, () -> !read(visit, PAGE + "json")
                .contains("\"section\":\"asked\""));

        assertThat(visit.get("reader", PAGE + "json").body())
                .contains("\"section\":\"unknown\"", "kube-release.yaml of main has faults");
    }

    @Test
    void aForksChangeIsShownAndThenDeployedInThatRevisionAlone(JenkinsRule jenkins) throws Exception {
        WorkflowMultiBranchProject project = forked(jenkins);
        Visit visit = Visit.to(jenkins);

        assertThat(visit.post("releaser", PAGE + "deploy", "branch=PR-7").statusCode())
                .isEqualTo(403);
        String shown = visit.post("manager", PAGE + "deploy", "branch=PR-7").body();
        assertThat(shown).contains("is from a fork?", "# by a stranger &lt;", "Deploy this revision");
        String revision = revision(shown);
        jenkins.waitUntilNoActivity();
        assertThat(last(jenkins, project, "PR-7").getNumber()).isEqualTo(1);

        Files.writeString(repository.resolve("chart/Chart.yaml"), "name: worse\n");
        SourceRepository.commit(repository, "Something else");
        String moved = visit.post("manager", PAGE + "deploy", "branch=PR-7", "revision=" + revision)
                .body();
        assertThat(moved).contains("has moved on since you looked", "name: worse");
        assertThat(last(jenkins, project, "PR-7").getNumber()).isEqualTo(1);

        assertThat(visit.post("manager", PAGE + "deploy", "branch=PR-7", "revision=" + revision(moved))
                        .statusCode())
                .isEqualTo(302);
        WorkflowRun run = last(jenkins, project, "PR-7");
        assertThat(run.getNumber()).isEqualTo(2);
        assertThat(PreviewRequest.of(run).orElseThrow().revision()).contains(revision(moved));
    }

    @Test
    void aForksChangeThatCantBeShownIsNotDeployed(JenkinsRule jenkins) throws Exception {
        Files.createDirectories(repository.resolve("chart"));
        Files.write(repository.resolve("chart/lib.tgz"), new byte[] {31, (byte) 139, 8, 0});
        WorkflowMultiBranchProject project = forked(jenkins);
        Visit visit = Visit.to(jenkins);

        String shown =
                visit.get("manager", PAGE + "confirm?what=fork&branch=PR-7").body();
        assertThat(shown).contains("chart/lib.tgz is no text");
        assertThat(visit.post("manager", PAGE + "deploy", "branch=PR-7", "revision=" + revision(shown))
                        .statusCode())
                .isEqualTo(200);
        assertThat(last(jenkins, project, "PR-7").getNumber()).isEqualTo(1);
    }

    private WorkflowMultiBranchProject forked(JenkinsRule jenkins) throws Exception {
        Files.writeString(repository.resolve("kube-release.yaml"), "app: polls # by a stranger <\n");
        Files.writeString(repository.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(repository.resolve("chart"));
        Files.writeString(repository.resolve("chart/Chart.yaml"), "name: polls\n");
        SourceRepository.of(repository, "echo 'an ordinary build'");
        branch("PR-7");
        return project(jenkins, new Forked(repository.toString()));
    }

    private static String revision(String page) {
        String field = "&quot;revision&quot;:&quot;";
        int begin = page.indexOf(field) + field.length();
        return page.substring(begin, page.indexOf("&quot;", begin));
    }

    /** What is called PR-… is a stranger's. */
    public static final class Forked extends GitSCMSource {
        private static final long serialVersionUID = 1L;

        Forked(String remote) {
            super(remote);
        }

        private static SCMRevision seen(SCMRevision revision) {
            return revision.getHead().getName().startsWith("PR-")
                    ? new SCMRevisionImpl(
                            new Change(revision.getHead().getName()), ((SCMRevisionImpl) revision).getHash())
                    : revision;
        }

        @Override
        protected void retrieve(
                SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener)
                throws IOException, InterruptedException {
            SCMHeadObserver.Collector all = SCMHeadObserver.collect();
            super.retrieve(criteria, all, event, listener);
            for (SCMRevision revision : all.result().values()) {
                observer.observe(seen(revision).getHead(), seen(revision));
            }
        }

        @Override
        protected SCMRevision retrieve(SCMHead head, TaskListener listener) throws IOException, InterruptedException {
            SCMRevision revision = super.retrieve(new SCMHead(head.getName()), listener);
            return revision == null ? null : seen(revision);
        }

        @Override
        public SCMSourceDescriptor getDescriptor() {
            return Jenkins.get().getDescriptorByType(GitSCMSource.DescriptorImpl.class);
        }
    }

    /** From somebody's fork. */
    public static final class Change extends SCMHead {
        private static final long serialVersionUID = 1L;

        Change(String name) {
            super(name);
        }

        @Override
        public SCMHeadOrigin getOrigin() {
            return new SCMHeadOrigin.Fork("stranger");
        }
    }
}
