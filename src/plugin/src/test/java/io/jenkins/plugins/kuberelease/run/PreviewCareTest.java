package io.jenkins.plugins.kuberelease.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.computed.DefaultOrphanedItemStrategy;
import hudson.ExtensionList;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.KubeReleaseConfiguration;
import io.jenkins.plugins.kuberelease.ground.Await;
import io.jenkins.plugins.kuberelease.ground.LocalRepositories;
import io.jenkins.plugins.kuberelease.ground.PreviewCluster;
import io.jenkins.plugins.kuberelease.ground.SourceRepository;
import io.kuberelease.app.preview.PreviewKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.SCMSource;
import jenkins.scm.impl.NullSCMSource;
import jenkins.scm.impl.trait.WildcardSCMHeadFilterTrait;
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

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @TempDir
    Path repository;

    private PreviewCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new PreviewCluster();
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
            PreviewCluster.released("team/web", "feature", "feature");
            PreviewCluster.released("team/web", "main", "main");
            cluster.stands("feature", Duration.ofHours(1));
            cluster.stands("main", Duration.ofHours(1));

            project.getItemByBranchName("feature").delete();

            cluster.awaitGone("feature");
            assertThat(cluster.namespaces()).contains("polls-main");
        });
    }

    @Test
    void aDeletedProjectTakesAllItsPreviewsWithIt() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject project = project(jenkins);
            PreviewCluster.released("team/web", "feature", "feature");
            PreviewCluster.released("team/web", "main", "main");
            cluster.stands("feature", Duration.ofHours(1));
            cluster.stands("main", Duration.ofHours(1));

            project.delete();

            cluster.awaitGone("feature");
            cluster.awaitGone("main");
        });
    }

    @Test
    void whatIsOverIsRemovedAfterARestartWithoutJobAndProject() throws Throwable {
        sessions.then(jenkins -> {
            cluster.configure();
            PreviewCluster.released("team/gone", "old", "old");
            cluster.stands("old", Duration.ofSeconds(-1));
            cluster.stands("young", Duration.ofHours(1));
        });
        sessions.then(jenkins -> {
            look();

            cluster.awaitGone("old");
            assertThat(cluster.namespaces()).contains("polls-young");
        });
    }

    @Test
    void aRemovalThatJenkinsDidNotFinishGoesOnWhenItIsBack() throws Throwable {
        sessions.then(jenkins -> {
            project(jenkins);
            PreviewCluster.released("team/web", "feature", "feature");
            cluster.stands("feature", Duration.ofHours(1));
            cluster.server().meanwhile(request -> {
                if (request.equals("DELETE /api/v1/namespaces/polls-feature")) {
                    throw new IllegalStateException("nobody deletes anything now");
                }
            });
            keeper().remove(keeper().register().of("team/web").get(0), previews -> previews.of("feature"), "ann");
            Await.until("the removal is written down", LIMIT, () -> !underWay(jenkins)
                    .isEmpty());
        });
        cluster.server().meanwhile(request -> {});
        sessions.then(jenkins -> {
            look();

            cluster.awaitGone("feature");
            Await.until("it is done", LIMIT, () -> underWay(jenkins).isEmpty());
        });
    }

    @Test
    void aBranchThatIsGoneFromTheRepositoryTakesItsPreviewWithItAlsoWhenJenkinsHasNoJobForIt() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject project = project(jenkins);
            PreviewCluster.released("team/web", "never-built", "never-built");
            PreviewCluster.released("team/web", "feature", "feature");
            cluster.stands("never-built", Duration.ofHours(1));
            cluster.stands("feature", Duration.ofHours(1));
            // Hidden from Jenkins, and there.
            ((GitSCMSource) project.getSCMSources().get(0))
                    .setTraits(List.of(new BranchDiscoveryTrait(), new WildcardSCMHeadFilterTrait("main", "")));

            look();

            cluster.awaitGone("never-built");
            assertThat(cluster.namespaces()).contains("polls-feature");
        });
    }

    /** Its job is kept, and no branch source stands behind it any more; the branch is there all the same. */
    @Test
    void aBranchWithoutItsJenkinsfileKeepsItsPreviewUntilItIsGoneItself() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowMultiBranchProject project = project(jenkins);
            project.setOrphanedItemStrategy(new DefaultOrphanedItemStrategy(false, "", ""));
            PreviewCluster.released("team/web", "feature", "feature");
            cluster.stands("feature", Duration.ofHours(1));
            Files.delete(repository.resolve("Jenkinsfile"));
            SourceRepository.commit(repository, "Release by hand");
            project.scheduleBuild2(0).getFuture().get();
            assertThat(SCMSource.SourceByItem.findSource(project.getItemByBranchName("feature")))
                    .isInstanceOf(NullSCMSource.class);

            look();
            assertThat(keeper().problems("team/web")).isEmpty();
            assertThat(keeper().register()
                            .of("team/web")
                            .get(0)
                            .branches()
                            .get("feature")
                            .over())
                    .isFalse();

            SourceRepository.remove(repository, "feature");
            look();
            cluster.awaitGone("feature");
        });
    }

    @Test
    void aRepositoryThatCantBeAskedRemovesNothing() throws Throwable {
        sessions.then(jenkins -> {
            project(jenkins);
            PreviewCluster.released("team/web", "never-built", "never-built");
            PreviewCluster.released("team/web", "old", "old");
            cluster.stands("never-built", Duration.ofHours(1));
            cluster.stands("old", Duration.ofSeconds(-1));
            Files.move(repository.resolve(".git"), repository.resolve("away"));

            look();

            cluster.awaitGone("old");
            assertThat(cluster.namespaces()).contains("polls-never-built");
            assertThat(keeper().problems("team/web"))
                    .singleElement()
                    .asString()
                    .contains("the branches of its repository, which can't be told");
        });
    }

    @Test
    void theRulesOfFoldersHoldForAProjectThatIsGone() throws Throwable {
        sessions.then(jenkins -> {
            ConfiguredCluster restricted = cluster.configure();
            restricted.setFolders("others");
            KubeReleaseConfiguration.get().setClusters(List.of(restricted));
            PreviewCluster.released("team/gone", "old", "old");
            cluster.stands("old", Duration.ofSeconds(-1));

            look();

            assertThat(cluster.namespaces()).contains("polls-old");
            assertThat(keeper().problems("team/gone"))
                    .singleElement()
                    .asString()
                    .contains("cluster staging may not be used by team/gone");
        });
    }

    /** A project in a folder, with a job for main and one for feature. */
    private WorkflowMultiBranchProject project(JenkinsRule jenkins) throws Exception {
        cluster.configure();
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

    private static PreviewKeeper keeper() {
        return ReleaseHost.get().previews();
    }

    private static void look() throws InterruptedException {
        ExtensionList.lookupSingleton(PreviewCare.class).execute(TaskListener.NULL);
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
