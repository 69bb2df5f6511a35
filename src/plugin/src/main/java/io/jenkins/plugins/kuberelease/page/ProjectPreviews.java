package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Cause.UserIdCause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.Permission;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.jenkins.plugins.kuberelease.page.ProjectBranches.Found;
import io.kuberelease.api.PreviewsData.BranchData;
import io.kuberelease.app.page.BranchesPage;
import io.kuberelease.app.page.PreviewQuestion;
import io.kuberelease.app.page.PreviewsPage;
import io.kuberelease.app.page.PreviewsPage.First;
import io.kuberelease.app.page.PreviewsPage.Rights;
import io.kuberelease.app.preview.AppPreviews;
import io.kuberelease.app.preview.KeptAnswer.Known;
import io.kuberelease.app.preview.PreviewKeeper;
import io.kuberelease.app.preview.RegisteredApp;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.LivePreview;
import io.kuberelease.plan.PreviewRules;
import io.kuberelease.view.TextSanitizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.TransientActionFactory;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.security.stapler.StaplerNotDispatchable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** The page of a repository's previews, on its multibranch project. */
public final class ProjectPreviews implements Action {
    /** The path below the address of the project. */
    static final String URL = "previews";

    private final MultiBranchProject<?, ?> project;

    ProjectPreviews(MultiBranchProject<?, ?> project) {
        this.project = project;
    }

    /** The project of this page. */
    @StaplerNotDispatchable
    public MultiBranchProject<?, ?> getProject() {
        return project;
    }

    /** Used by the Jelly view. */
    @StaplerNotDispatchable
    public PageFrame getFrame() {
        return PageFrame.asking("previews");
    }

    /** The API of the page; answers a conditional GET. */
    public HttpResponse doJson() {
        project.checkPermission(Item.READ);
        List<RegisteredApp> apps = keeper().register().of(project.getFullName());
        return new JsonAnswer(PreviewsPage.of(
                new Rights(may(ReleasePermissions.PREVIEW), may(ReleasePermissions.PREVIEW_FORK)),
                apps.isEmpty() ? Optional.of(first()) : Optional.empty(),
                apps.stream()
                        .map(app -> PreviewAnswers.get().looked(app, Duration.ZERO))
                        .toList(),
                PreviewBuilds.get().of(branches().jobs()),
                known().answer().stream()
                        .flatMap(List::stream)
                        .filter(Found::foreign)
                        .map(found -> TextSanitizer.text(found.head().getName()))
                        .collect(Collectors.toSet()),
                keeper().problems(project.getFullName()),
                Instant.now()));
    }

    private First first() {
        return First.of(
                PreviewAnswers.get().description(project).look().map(app -> app.previews()
                        .isPresent()),
                PreviewAnswers.get()
                        .description(project)
                        .last()
                        .answer()
                        .map(app -> app.app().value())
                        .orElse("app"));
    }

    /** The search: the best matches among all branches. */
    public HttpResponse doBranches(@QueryParameter @Nullable String query) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        Set<SCMHead> built = new HashSet<>();
        branches().jobs().forEach(job -> built.add(SCMHead.HeadByItem.findHead(job)));
        return new JsonAnswer(BranchesPage.of(given(query), known().map(all -> all.stream()
                .map(found -> found.shown(built.contains(found.head())))
                .toList())));
    }

    private Known<List<Found>> known() {
        return PreviewAnswers.get().branches(project).look();
    }

    /** The page that asks before a preview is deleted or a stranger's branch deployed; opening it changes nothing. */
    public HttpResponse doConfirm(
            @QueryParameter @Nullable String what,
            @QueryParameter @Nullable String app,
            @QueryParameter @Nullable String cluster,
            @QueryParameter @Nullable String namespace,
            @QueryParameter @Nullable String branch) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        return Refusal.unless(
                project,
                () -> given(what).equals("fork")
                        ? shown(found(given(branch)), false)
                        : asked(deletion(registered(given(app), given(cluster)), given(namespace))));
    }

    private PreviewQuestion deletion(RegisteredApp app, String namespace) {
        LivePreview preview = keeper().asking(app, previews -> live(previews, namespace));
        return PreviewQuestion.deletion(
                app.app(),
                app.cluster(),
                BranchData.of(preview, Optional.empty(), Optional.empty(), Optional.empty(), Instant.now()),
                preview.uid());
    }

    private HttpResponse asked(PreviewQuestion question) {
        return HttpResponses.forwardToView(new Question(project, question), "index");
    }

    private HttpResponse shown(Found found, boolean moved) {
        project.checkPermission(ReleasePermissions.PREVIEW_FORK);
        return asked(PreviewQuestion.fork(
                TextSanitizer.text(found.head().getName()),
                PreviewRequest.text(found.revision()),
                moved,
                branches().shown(found)));
    }

    /** The page with the question. */
    public record Question(MultiBranchProject<?, ?> project, PreviewQuestion page) {
        /** Used by the Jelly view; is not refreshed, since the question is about what it shows. */
        public PageFrame getFrame() {
            return PageFrame.showing("decision", "", page);
        }
    }

    /** Has a branch deployed; a stranger's only in the revision that the visitor was shown. */
    @RequirePOST
    public HttpResponse doDeploy(@QueryParameter @Nullable String branch, @QueryParameter @Nullable String revision) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        return Refusal.unless(project, () -> {
            Found found = found(given(branch));
            if (found.foreign()) {
                project.checkPermission(ReleasePermissions.PREVIEW_FORK);
                boolean same = PreviewRequest.text(found.revision()).equals(given(revision));
                if (!same || branches().shown(found).refused().isPresent()) {
                    return shown(found, !given(revision).isEmpty() && !same);
                }
            }
            schedule(found);
            return HttpResponses.redirectTo(".");
        });
    }

    private void schedule(Found found) {
        String branch = found.built().branch();
        Optional<Job<?, ?>> own = branches().job(found.head());
        if (found.foreign() && own.isEmpty()) {
            throw ProjectBranches.refused(
                    CauseKind.BAD_INPUT,
                    "Jenkins has no job for " + branch + ", and no other job deploys what is from a fork",
                    "have the project find it: it needs a Jenkinsfile that the project trusts");
        }
        List<Action> actions = new ArrayList<>(List.of(
                new CauseAction(new UserIdCause()),
                new PreviewRequest(
                        Jenkins.getAuthentication2().getName(), branch, found.foreign() ? found.revision() : null),
                new PreviewScript(branch)));
        if (found.foreign()) {
            actions.add(new SCMRevisionAction(found.source(), found.revision()));
        }
        Job<?, ?> job = own.orElseGet(branches()::primary);
        if (ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(new Action[0])) == null) {
            throw ProjectBranches.refused(
                    CauseKind.UNAVAILABLE,
                    "Jenkins takes no build of " + job.getFullDisplayName() + " now",
                    "see whether it is disabled, or Jenkins is about to shut down");
        }
    }

    /** Lets a preview live longer. */
    @RequirePOST
    public HttpResponse doExtend(
            @QueryParameter @Nullable String app,
            @QueryParameter @Nullable String cluster,
            @QueryParameter @Nullable String namespace,
            @QueryParameter("for") @Nullable String time) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        return Refusal.unless(project, () -> {
            keeper().asking(
                            registered(given(app), given(cluster)),
                            previews -> previews.extend(
                                    live(previews, given(namespace)).branch(), Optional.of(lifetime(given(time)))));
            return done();
        });
    }

    private static Duration lifetime(String time) {
        try {
            return PreviewRules.lifetime(time);
        } catch (IllegalArgumentException wrong) {
            throw ProjectBranches.refused(
                    CauseKind.BAD_INPUT, String.valueOf(wrong.getMessage()), "choose one of the times");
        }
    }

    /** Deletes a preview, unless another is in its place by now. */
    @RequirePOST
    public HttpResponse doDelete(
            @QueryParameter @Nullable String app,
            @QueryParameter @Nullable String cluster,
            @QueryParameter @Nullable String namespace,
            @QueryParameter @Nullable String uid) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        return Refusal.unless(project, () -> {
            keeper().remove(
                            registered(given(app), given(cluster)),
                            previews -> Optional.of(live(previews, given(namespace)))
                                    .filter(preview -> preview.uid().equals(given(uid)))
                                    .orElseThrow(() -> ProjectBranches.refused(
                                            CauseKind.BAD_INPUT,
                                            "another preview is in namespace " + given(namespace) + " by now",
                                            "look at it, and delete that one if you want to")),
                            Jenkins.getAuthentication2().getName());
            return done();
        });
    }

    private HttpResponse done() {
        PreviewAnswers.get().outdate(project.getFullName());
        return HttpResponses.redirectTo(".");
    }

    private static LivePreview live(AppPreviews previews, String namespace) {
        return previews.live().stream()
                .filter(preview -> preview.namespace().value().equals(namespace))
                .findFirst()
                .orElseThrow(() -> ProjectBranches.refused(
                        CauseKind.BAD_INPUT,
                        "there is no preview in namespace " + namespace + " any more",
                        "look at those that live"));
    }

    private RegisteredApp registered(String app, String cluster) {
        return keeper().register()
                .find(project.getFullName(), app, cluster)
                .orElseThrow(() -> ProjectBranches.refused(
                        CauseKind.BAD_INPUT,
                        "app " + app + " of this project has no previews in cluster " + cluster,
                        "look at the page"));
    }

    private Found found(String branch) {
        return branches()
                .now(
                        branch,
                        PreviewAnswers.get().branches(project).last().answer().orElse(List.of()));
    }

    private ProjectBranches branches() {
        return new ProjectBranches(project);
    }

    private static PreviewKeeper keeper() {
        return ReleaseControl.installed().orElseThrow().previews();
    }

    private boolean may(Permission permission) {
        return project.hasPermission(permission);
    }

    private static String given(@Nullable String parameter) {
        return parameter == null ? "" : parameter;
    }

    @Override
    public @Nullable String getIconFileName() {
        boolean releases = ReleaseIndex.get().knowsBelow(project) || may(ReleasePermissions.PREVIEW);
        return releases ? ReleaseBoard.ICON : null;
    }

    @Override
    public String getDisplayName() {
        return "Previews";
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Adds the page to multibranch projects. */
    @Extension
    @SuppressWarnings("rawtypes") // Actions are made for projects of all kinds.
    public static final class Factory extends TransientActionFactory<MultiBranchProject> {
        @Override
        public Class<MultiBranchProject> type() {
            return MultiBranchProject.class;
        }

        @Override
        public Collection<? extends Action> createFor(MultiBranchProject target) {
            return List.of(new ProjectPreviews(target));
        }
    }
}
