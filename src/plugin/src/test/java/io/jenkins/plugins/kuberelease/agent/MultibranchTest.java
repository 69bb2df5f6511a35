package io.jenkins.plugins.kuberelease.agent;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.scm.ChangeLogSet;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSourceDescriptor;
import jenkins.scm.api.trait.SCMSourceTrait;
import jenkins.scm.impl.trait.WildcardSCMHeadFilterTrait;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Which commit a step outside {@code node} takes. The release files here are refused, and the refusal quotes the line
 * that tells which one was read.
 */
@ExtendWith(LocalRepositories.class)
@WithJenkins
class MultibranchTest {
    private static final String ALONE = "kubeRelease()";

    /** Git takes it. */
    private static final String HOSTILE = "feat/<b/onmouseover=alert(1)>&\"'";

    @TempDir
    Path repository;

    @Test
    void theFirstBuildTakesItsCommit(JenkinsRule jenkins) throws Exception {
        give("one");
        WorkflowMultiBranchProject project = project(jenkins, source());

        WorkflowRun first = build(jenkins, project, "main");

        jenkins.assertLogContains("app: No_one", first);
    }

    @Test
    void aBuildTakesItsOwnCommitAndNotThatOfTheBuildBefore(JenkinsRule jenkins) throws Exception {
        give("one", "node { checkout scm }\ncatchError(buildResult: 'SUCCESS') { " + ALONE + " }");
        WorkflowMultiBranchProject project = project(jenkins, source());
        jenkins.assertBuildStatusSuccess(build(jenkins, project, "main"));
        change("two");

        WorkflowRun second = build(jenkins, project, "main");

        jenkins.assertLogContains("app: No_two", second);
        jenkins.assertLogNotContains("app: No_one", second);
    }

    @Test
    void aReplayedBuildTakesTheCommitOfTheOneThatItRepeats(JenkinsRule jenkins) throws Exception {
        give("one");
        WorkflowMultiBranchProject project = project(jenkins, source());
        WorkflowRun first = build(jenkins, project, "main");
        change("two");
        build(jenkins, project, "main");

        WorkflowRun again = (WorkflowRun)
                first.getAction(ReplayAction.class).run(ALONE, Map.of()).get();

        jenkins.assertLogContains("app: No_one", again);
        jenkins.assertLogNotContains("app: No_two", again);
    }

    @Test
    void whatHasChangedIsToldOnce(JenkinsRule jenkins) throws Exception {
        give("one", "parallel a: { " + ALONE + " }, b: { " + ALONE + " }");
        WorkflowMultiBranchProject project = project(jenkins, source());
        build(jenkins, project, "main");
        change("two");

        WorkflowRun second = build(jenkins, project, "main");

        List<ChangeLogSet<? extends ChangeLogSet.Entry>> changes = second.getChangeSets();
        assertThat(changes).hasSize(1);
        assertThat(changes.get(0)).extracting(ChangeLogSet.Entry::getMsg).containsExactly("two");
    }

    @Test
    void anUntrustedChangeIsBuiltByTheTrustedReleaseFile(JenkinsRule jenkins) throws Exception {
        Files.writeString(repository.resolve("kube-release.yaml"), """
            app: polls
            image: {repository: registry.example/polls}
            chart: {path: of-the-change}
            environments:
              staging: {cluster: staging}
            """);
        Files.writeString(repository.resolve("Dockerfile"), "FROM scratch\n");
        SourceRepository.of(repository, ALONE);
        SourceRepository.branch(repository, "stranger");
        Files.delete(repository.resolve("Dockerfile"));
        Files.createDirectories(repository.resolve("of-the-change"));
        Files.writeString(repository.resolve("of-the-change/Chart.yaml"), "name: x\n");
        Files.writeString(repository.resolve("kube-release.yaml"), "app: Hijacked\n");
        SourceRepository.commit(repository, "From outside");
        WorkflowMultiBranchProject project = project(jenkins, new WarySource(repository.toString()));

        WorkflowRun run = build(jenkins, project, "stranger");

        jenkins.assertLogContains("Dockerfile", run);
        jenkins.assertLogNotContains("of-the-change", run);
        jenkins.assertLogNotContains("Hijacked", run);
    }

    /** No revision is recorded in such a job; what is built is what the branch has when the build begins. */
    @Test
    void aScriptFromSourceControlTakesTheBranchOfItsDefinition(JenkinsRule jenkins) throws Exception {
        give("one", "node { checkout scm }\ncatchError(buildResult: 'SUCCESS') { " + ALONE + " }");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        CpsScmFlowDefinition definition = new CpsScmFlowDefinition(main(), "Jenkinsfile");
        definition.setLightweight(true);
        job.setDefinition(definition);
        jenkins.buildAndAssertSuccess(job);
        change("two");

        WorkflowRun second = jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());

        jenkins.assertLogContains("app: No_two", second);
        jenkins.assertLogNotContains("app: No_one", second);
    }

    /** What an earlier build checked out by its script is another build's source. */
    @Test
    void aJobWithoutASourceTakesNoneOfAnEarlierBuild(JenkinsRule jenkins) throws Exception {
        give("one");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsFlowDefinition("node { git branch: 'main', url: '" + repository + "' }", true));
        jenkins.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition(ALONE, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("put the step into node", run);
    }

    @Test
    void thePlanNamesTheBranchWhateverItIsCalled(JenkinsRule jenkins) throws Exception {
        whole();
        SourceRepository.of(repository, ALONE + " // in vain: there is no cluster");
        SourceRepository.branch(repository, HOSTILE);
        WorkflowMultiBranchProject project = project(jenkins, source());

        ReleasePlan plan = plan(build(jenkins, project, HOSTILE));

        assertThat(plan.source().branch()).isEqualTo(HOSTILE);
        assertThat(plan.version().value())
                .contains("-feat-")
                .doesNotContain("detached")
                .matches("[0-9A-Za-z.+-]+");
    }

    @Test
    void thePlanNamesTheBranchThatGitHasCheckedOut(JenkinsRule jenkins) throws Exception {
        whole();
        SourceRepository.of(repository, "echo 'nothing'");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsScmFlowDefinition(main(), "Jenkinsfile"));

        assertThat(plan(jenkins.buildAndAssertSuccess(job)).source().branch()).isEqualTo("main");
    }

    @Test
    void aPreviewOfAnotherBranchIsOfThatBranchAlthoughItHasNoJob(JenkinsRule jenkins) throws Exception {
        give("main", "kubePreview branch: 'feature/x'");
        SourceRepository.branch(repository, "feature/x");
        change("feature");
        GitSCMSource onlyMain = source();
        onlyMain.setTraits(List.of(new BranchDiscoveryTrait(), new WildcardSCMHeadFilterTrait("main", "")));
        WorkflowMultiBranchProject project = project(jenkins, onlyMain);

        WorkflowRun run = build(jenkins, project, "main");

        assertThat(project.getItemByBranchName("feature/x")).isNull();
        assertThat(run.getResult()).isEqualTo(Result.FAILURE);
        jenkins.assertLogContains("app: No_feature", run);
        jenkins.assertLogNotContains("app: No_main", run);
    }

    @Test
    void aPreviewOfABranchThatIsNotInTheRepositoryIsRefused(JenkinsRule jenkins) throws Exception {
        give("main", "kubePreview branch: 'nowhere'");

        WorkflowRun run = build(jenkins, project(jenkins, source()), "main");

        jenkins.assertLogContains("there is no branch nowhere in the repository of web/main", run);
    }

    @Test
    void aJobWithoutBranchesCantFetchAnotherOne(JenkinsRule jenkins) throws Exception {
        give("main", "kubePreview branch: 'other'");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "polls");
        job.setDefinition(new CpsScmFlowDefinition(main(), "Jenkinsfile"));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("branch other can't be fetched: no branch source has made polls", run);
        jenkins.assertLogContains("node { checkout", run);
    }

    private static ReleasePlan plan(WorkflowRun run) throws Exception {
        AgentAllocation visit = new AgentAllocation(run, new FetchedSource(null), TaskListener.NULL);
        ReleaseSpec request = new ReleaseSpec(
                ReleaseSpec.File.usual(),
                ReleaseSpec.Beside.NOTHING,
                ReleaseSpec.Parts.ALL,
                Optional.empty(),
                List.of(),
                "ada");
        try {
            PlanOnAgent.Answer planned =
                    visit.open(Cancellation.NEVER).act(new PlanOnAgent(request, visit.variables()));
            assertThat(planned.problems()).isEmpty();
            return ((ReleaseEvent.Planned)
                            new JournalCodec().read(planned.plan()).event())
                    .plan();
        } finally {
            visit.leave();
        }
    }

    private void whole() throws IOException {
        Files.writeString(repository.resolve("kube-release.yaml"), """
            app: polls
            image: {repository: registry.example/polls}
            environments:
              staging: {cluster: staging}
            """);
        Files.writeString(repository.resolve("Dockerfile"), "FROM scratch\n");
        Files.createDirectories(repository.resolve("chart"));
        Files.writeString(repository.resolve("chart/Chart.yaml"), "apiVersion: v2\nname: polls\nversion: 1.0.0\n");
    }

    private void give(String which) throws IOException, InterruptedException {
        give(which, ALONE);
    }

    private void give(String which, String jenkinsfile) throws IOException, InterruptedException {
        releaseFile(which);
        SourceRepository.of(repository, jenkinsfile);
    }

    private void change(String which) throws IOException, InterruptedException {
        releaseFile(which);
        SourceRepository.commit(repository, which);
    }

    private void releaseFile(String which) throws IOException {
        Files.writeString(repository.resolve("kube-release.yaml"), "app: No_" + which + "\n");
    }

    private GitSCM main() {
        return new GitSCM(
                GitSCM.createRepoList(repository.toString(), null),
                List.of(new BranchSpec("*/main")),
                null,
                null,
                List.of());
    }

    private GitSCMSource source() {
        return discovering(new GitSCMSource(repository.toString()));
    }

    private static GitSCMSource discovering(GitSCMSource source) {
        source.setTraits(List.<SCMSourceTrait>of(new BranchDiscoveryTrait()));
        return source;
    }

    private static WorkflowMultiBranchProject project(JenkinsRule jenkins, GitSCMSource source) throws Exception {
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "web");
        project.getSourcesList().add(new BranchSource(source));
        return project;
    }

    /** As after a push: the branches are looked at again, and what is new is built. */
    private static WorkflowRun build(JenkinsRule jenkins, WorkflowMultiBranchProject project, String branch)
            throws Exception {
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        WorkflowRun run =
                Objects.requireNonNull(project.getItemByBranchName(branch)).getLastBuild();
        assertThat(run.getAction(SCMRevisionAction.class)).isNotNull();
        return run;
    }

    /** Trusts the branch main alone. */
    public static final class WarySource extends GitSCMSource {
        private static final long serialVersionUID = 1L;

        WarySource(String remote) {
            super(remote);
            discovering(this);
        }

        @Override
        public SCMRevision getTrustedRevision(SCMRevision revision, TaskListener listener)
                throws IOException, InterruptedException {
            return revision.getHead().getName().equals("main") ? revision : fetch(new SCMHead("main"), listener);
        }

        @Override
        public SCMSourceDescriptor getDescriptor() {
            return Jenkins.get().getDescriptorByType(GitSCMSource.DescriptorImpl.class);
        }
    }
}
