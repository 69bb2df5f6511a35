package io.jenkins.plugins.kuberelease.page;

import hudson.Extension;
import hudson.Util;
import hudson.model.Action;
import hudson.model.Cause.UserIdCause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.Permission;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.jenkins.plugins.kuberelease.page.ProjectBranches.At;
import io.kuberelease.app.page.PreviewAnswers;
import io.kuberelease.app.page.PreviewQuestion;
import io.kuberelease.app.page.PreviewsPage.Rights;
import io.kuberelease.app.preview.FoundBranch;
import io.kuberelease.app.preview.PreviewActions;
import io.kuberelease.app.preview.PreviewActions.Which;
import io.kuberelease.app.preview.PreviewStep;
import io.kuberelease.app.preview.ProjectRepository;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import jenkins.branch.MultiBranchProject;
import jenkins.model.Jenkins;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.model.TransientActionFactory;
import jenkins.scm.api.SCMRevision;
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
        return Sent.json(answers()
                .page(
                        project.getFullName(),
                        new Rights(may(ReleasePermissions.PREVIEW), may(ReleasePermissions.PREVIEW_FORK)),
                        PreviewBuilds.get().of(project)));
    }

    /** The search: the best matches among all branches. */
    public HttpResponse doBranches(@QueryParameter @Nullable String query) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        return Sent.json(answers().search(project.getFullName(), Util.fixNull(query)));
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
                () -> Util.fixNull(what).equals("fork")
                        ? shown(found(Util.fixNull(branch)), false)
                        : asked(deletion(which(app, cluster, namespace))));
    }

    private PreviewQuestion deletion(Which which) {
        return PreviewQuestion.deletion(which, actions().live(which), Instant.now());
    }

    private HttpResponse asked(PreviewQuestion question) {
        return HttpResponses.forwardToView(new Question(project, question), "index");
    }

    private HttpResponse shown(FoundBranch<At> found, boolean moved) {
        project.checkPermission(ReleasePermissions.PREVIEW_FORK);
        return asked(PreviewQuestion.fork(
                found, moved, repository().files(found, actions().step())));
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
            FoundBranch<At> found = found(Util.fixNull(branch));
            if (found.foreign()) {
                project.checkPermission(ReleasePermissions.PREVIEW_FORK);
                boolean same = found.revision().equals(Util.fixNull(revision));
                if (!same
                        || repository().files(found, actions().step()).refused().isPresent()) {
                    return shown(found, !Util.fixNull(revision).isEmpty() && !same);
                }
            }
            schedule(found, repository().deploying(found), actions().step());
            return HttpResponses.redirectTo(".");
        });
    }

    private static void schedule(FoundBranch<At> found, Job<?, ?> job, PreviewStep step) {
        String branch = found.head().branch();
        SCMRevision revision = found.foreign() ? found.at().revision() : null;
        List<Action> actions = new ArrayList<>(List.of(
                new CauseAction(new UserIdCause()),
                new PreviewRequest(Jenkins.getAuthentication2().getName(), branch, revision, step),
                new PreviewScript(branch)));
        if (revision != null) {
            actions.add(new SCMRevisionAction(found.at().source(), revision));
        }
        if (ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(new Action[0])) == null) {
            throw new ReleaseException.Failed(
                    Cause.of(CauseKind.UNAVAILABLE, "Jenkins takes no build of " + job.getFullDisplayName() + " now")
                            .suggesting("see whether it is disabled, or Jenkins is about to shut down"));
        }
    }

    /** Lets a preview live longer. */
    @RequirePOST
    public HttpResponse doExtend(
            @QueryParameter @Nullable String app,
            @QueryParameter @Nullable String cluster,
            @QueryParameter @Nullable String namespace,
            @QueryParameter("for") @Nullable String time) {
        return done(actions -> actions.extend(which(app, cluster, namespace), Util.fixNull(time)));
    }

    /** Deletes a preview, unless another is in its place by now. */
    @RequirePOST
    public HttpResponse doDelete(
            @QueryParameter @Nullable String app,
            @QueryParameter @Nullable String cluster,
            @QueryParameter @Nullable String namespace,
            @QueryParameter @Nullable String uid) {
        String by = Jenkins.getAuthentication2().getName();
        return done(actions -> actions.delete(which(app, cluster, namespace), Util.fixNull(uid), by));
    }

    private HttpResponse done(Consumer<PreviewActions> deed) {
        project.checkPermission(ReleasePermissions.PREVIEW);
        return Refusal.unless(project, () -> {
            deed.accept(actions());
            answers().outdate(project.getFullName());
            return HttpResponses.redirectTo(".");
        });
    }

    private PreviewActions actions() {
        return new PreviewActions(control().previews(), project.getFullName());
    }

    private FoundBranch<At> found(String branch) {
        return repository().now(branch, answers().lately(project.getFullName()));
    }

    private ProjectRepository<At, Job<?, ?>> repository() {
        return new ProjectRepository<>(new ProjectBranches(project));
    }

    private static PreviewAnswers<At> answers() {
        return control().previewAnswers();
    }

    private static ReleaseControl control() {
        return ReleaseControl.installed().orElseThrow();
    }

    private static Which which(@Nullable String app, @Nullable String cluster, @Nullable String namespace) {
        return new Which(Util.fixNull(app), Util.fixNull(cluster), Util.fixNull(namespace));
    }

    private boolean may(Permission permission) {
        return project.hasPermission(permission);
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
