package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.model.TaskListener;
import hudson.util.Secret;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.KubeReleaseConfiguration;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.app.preview.PreviewKeeper;
import io.kuberelease.testkit.SmallApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.impl.trait.WildcardSCMHeadFilterTrait;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What takes previews away in a real Jenkins, from something that stands in the place of their cluster. */
@ExtendWith(LocalRepositories.class)
class PreviewCareTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String POLLS = """
            app: polls
            image: {repository: registry.example/polls}
            preview: {cluster: staging, host: "{branch}.polls.example.com"}
            """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path repository;

    private SmallApiServer cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new SmallApiServer();
        cluster.stands("/api/v1/namespaces", "{\"metadata\":{\"name\":\"kube-system\"}}");
        SourceRepository.of(repository, "echo 'built'");
        SourceRepository.branch(repository, "feature");
        Files.writeString(repository.resolve("one"), "");
        SourceRepository.commit(repository, "One");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void theJobOfADeletedBranchTakesItsPreviewWithIt() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject project = project(jenkins);
            released("team/web", "feature", "feature");
            released("team/web", "main", "main");
            stands("feature", Duration.ofHours(1));
            stands("main", Duration.ofHours(1));

            project.getItemByBranchName("feature").delete();

            awaitGone("feature");
            assertThat(namespaces()).contains("polls-main");
        });
    }

    @Test
    void aDeletedProjectTakesAllItsPreviewsWithIt() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject project = project(jenkins);
            released("team/web", "feature", "feature");
            released("team/web", "main", "main");
            stands("feature", Duration.ofHours(1));
            stands("main", Duration.ofHours(1));

            project.delete();

            awaitGone("feature");
            awaitGone("main");
        });
    }

    @Test
    void whatIsOverIsRemovedAfterARestartWithoutJobAndProject() throws Throwable {
        sessions.then(jenkins -> {
            configure();
            released("team/gone", "old", "old");
            stands("old", Duration.ofSeconds(-1));
            stands("young", Duration.ofHours(1));
        });
        sessions.then(jenkins -> {
            look();

            awaitGone("old");
            assertThat(namespaces()).contains("polls-young");
        });
    }

    @Test
    void aRemovalThatJenkinsDidNotFinishGoesOnWhenItIsBack() throws Throwable {
        sessions.then(jenkins -> {
            project(jenkins);
            released("team/web", "feature", "feature");
            stands("feature", Duration.ofHours(1));
            cluster.meanwhile(request -> {
                if (request.equals("DELETE /api/v1/namespaces/polls-feature")) {
                    throw new IllegalStateException("nobody deletes anything now");
                }
            });
            keeper().remove(keeper().register().of("team/web").get(0), previews -> previews.of("feature"), "ann");
            Await.until("the removal is written down", LIMIT, () -> !underWay(jenkins)
                    .isEmpty());
        });
        cluster.meanwhile(request -> {});
        sessions.then(jenkins -> {
            look();

            awaitGone("feature");
            Await.until("it is done", LIMIT, () -> underWay(jenkins).isEmpty());
        });
    }

    @Test
    void aBranchThatIsGoneFromTheRepositoryTakesItsPreviewWithItAlsoWhenJenkinsHasNoJobForIt() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject project = project(jenkins);
            released("team/web", "never-built", "never-built");
            released("team/web", "feature", "feature");
            stands("never-built", Duration.ofHours(1));
            stands("feature", Duration.ofHours(1));
            // Hidden from Jenkins, and there.
            ((GitSCMSource) project.getSCMSources().get(0))
                    .setTraits(List.of(new BranchDiscoveryTrait(), new WildcardSCMHeadFilterTrait("main", "")));

            look();

            awaitGone("never-built");
            assertThat(namespaces()).contains("polls-feature");
        });
    }

    @Test
    void aRepositoryThatCantBeAskedRemovesNothing() throws Throwable {
        sessions.then(jenkins -> {
            project(jenkins);
            released("team/web", "never-built", "never-built");
            released("team/web", "old", "old");
            stands("never-built", Duration.ofHours(1));
            stands("old", Duration.ofSeconds(-1));
            Files.move(repository.resolve(".git"), repository.resolve("away"));

            look();

            awaitGone("old");
            assertThat(namespaces()).contains("polls-never-built");
            assertThat(keeper().problems("team/web"))
                    .singleElement()
                    .asString()
                    .contains("the branches of its repository, which can't be told");
        });
    }

    @Test
    void theRulesOfFoldersHoldForAProjectThatIsGone() throws Throwable {
        sessions.then(jenkins -> {
            configure();
            ConfiguredCluster restricted = staging();
            restricted.setFolders("others");
            KubeReleaseConfiguration.get().setClusters(List.of(restricted));
            released("team/gone", "old", "old");
            stands("old", Duration.ofSeconds(-1));

            look();

            assertThat(namespaces()).contains("polls-old");
            assertThat(keeper().problems("team/gone"))
                    .singleElement()
                    .asString()
                    .contains("cluster staging may not be used by team/gone");
        });
    }

    /** A project in a folder, with a job for main and one for feature. */
    private WorkflowMultiBranchProject project(JenkinsRule jenkins) throws Exception {
        configure();
        WorkflowMultiBranchProject project =
                jenkins.createProject(Folder.class, "team").createProject(WorkflowMultiBranchProject.class, "web");
        GitSCMSource source = new GitSCMSource(repository.toString());
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        assertThat(project.getItemByBranchName("feature")).isNotNull();
        return project;
    }

    private void configure() throws IOException {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("x")));
        credentials.save();
        KubeReleaseConfiguration.get().setClusters(List.of(staging()));
    }

    private ConfiguredCluster staging() {
        ConfiguredCluster staging = new ConfiguredCluster("staging");
        staging.setAddress(cluster.address());
        staging.setCredentialsId("token");
        return staging;
    }

    private static PreviewKeeper keeper() {
        return ReleaseHost.get().previews();
    }

    private static void look() throws InterruptedException {
        ExtensionList.lookupSingleton(PreviewCare.class).execute(TaskListener.NULL);
    }

    private static void released(String project, String branch, String head) {
        keeper().register().released(project, POLLS, branch, Optional.of(head));
    }

    private void stands(String branch, Duration left) throws IOException {
        Instant now = Instant.now();
        String name = "polls-" + branch;
        cluster.stands("/api/v1/namespaces", """
                {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "%1$s",
                  "labels": {"kube-release.io/app": "polls", "kube-release.io/preview": "%2$s"},
                  "annotations": {
                    "kube-release.io/preview-branch": "%2$s",
                    "kube-release.io/preview-namespace": "%1$s",
                    "kube-release.io/preview-owner": "ann",
                    "kube-release.io/preview-since": "%3$s",
                    "kube-release.io/preview-until": "%4$s"}}}
                """.formatted(name, branch, now.minusSeconds(3600), now.plus(left)));
    }

    private List<String> namespaces() {
        return cluster.paths().stream()
                .filter(path -> path.startsWith("/api/v1/namespaces/polls-"))
                .map(path -> path.replaceFirst("^/api/v1/namespaces/([^/]*).*$", "$1"))
                .distinct()
                .toList();
    }

    private void awaitGone(String branch) throws InterruptedException {
        Await.until("the preview of " + branch + " is gone", LIMIT, () -> !namespaces()
                .contains("polls-" + branch));
    }

    private static List<String> underWay(JenkinsRule jenkins) {
        Path file = jenkins.jenkins.getRootDir().toPath().resolve("io.jenkins.plugins.kuberelease.removals");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
