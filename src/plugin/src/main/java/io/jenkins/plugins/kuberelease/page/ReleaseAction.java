package io.jenkins.plugins.kuberelease.page;

import hudson.Util;
import hudson.model.BuildBadgeAction;
import hudson.model.Item;
import hudson.model.Run;
import io.kuberelease.api.ReleaseData;
import io.kuberelease.app.actions.ActionKind;
import io.kuberelease.app.actions.ReleaseActions;
import io.kuberelease.app.hosting.ReleaseSummary;
import io.kuberelease.app.page.DecisionPage;
import io.kuberelease.app.page.KeptFiles;
import io.kuberelease.app.page.KeptLinks;
import io.kuberelease.app.page.ReleasePage;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import jenkins.model.RunAction2;
import jenkins.security.stapler.StaplerNotDispatchable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * The release page of a build, attached when a release of it begins or is resumed. It has no data of its own, since
 * what it shows is in the journals.
 */
public final class ReleaseAction implements RunAction2, BuildBadgeAction {
    /** The path below the address of the build. */
    public static final String URL = "kube-release";

    /** The address by which the release page shows a release that was just begun, as soon as it exists. */
    private static final String NEWEST = ".#newest";

    private transient @Nullable Run<?, ?> run;

    /**
     * Attaches the release page to the build, unless it has one. The build is saved when this returns: after a kill,
     * the controller may come back without the build's pipeline, and people still need the page.
     */
    public static void attachTo(Run<?, ?> run) throws IOException {
        if (add(run)) {
            run.save();
        }
        ReleaseIndex.get().add(run.getParent());
    }

    private static boolean add(Run<?, ?> run) {
        synchronized (run) {
            boolean missing = run.getAction(ReleaseAction.class) == null;
            if (missing) {
                run.addAction(new ReleaseAction());
            }
            return missing;
        }
    }

    @Override
    public void onAttached(Run<?, ?> attached) {
        run = attached;
    }

    @Override
    public void onLoad(Run<?, ?> loaded) {
        run = loaded;
    }

    /** The build of this page. */
    @StaplerNotDispatchable
    public Run<?, ?> getRun() {
        return Objects.requireNonNull(run, "the page was asked for before its build was loaded");
    }

    @Override
    public String getIconFileName() {
        return ReleaseBoard.ICON;
    }

    @Override
    public String getDisplayName() {
        return "Release";
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** The API: every release of the build, with the actions that the visitor can take; answers a conditional GET. */
    public HttpResponse doJson() {
        getRun().checkPermission(Item.READ);
        Run<?, ?> build = getRun();
        return Sent.json(ReleaseControl.installed()
                .map(control -> ReleasePage.of(control.releases(), build, new JenkinsUser(build), links(build)))
                .orElseGet(ReleasePage::empty));
    }

    /** The link to the JUnit plugin's page, known by its URL; only when the build has that page. */
    private static Map<String, String> links(Run<?, ?> run) {
        boolean tested = run.getAllActions().stream().anyMatch(action -> "testReport".equals(action.getUrlName()));
        return tested ? Map.of("tests", "../testReport/") : Map.of();
    }

    /** Used by the Jelly view. */
    @StaplerNotDispatchable
    public PageFrame getFrame() {
        return PageFrame.asking("release");
    }

    /**
     * A release in one line for its build's page, with a badge for lists of builds.
     *
     * @param words its state or outcome
     * @param badge its version
     */
    public record Headline(String words, String badge, ReleaseData.Status status) {
        private static Headline of(ReleaseSummary release) {
            return new Headline(release.headline(), release.version(), release.status());
        }

        /** Used by Jelly views: the Jenkins symbol for the status. */
        public String symbol() {
            return switch (status) {
                case SUCCEEDED -> "symbol-status-blue";
                case FAILED, ERRORED -> "symbol-status-red";
                case ABORTED -> "symbol-status-aborted";
                case RUNNING -> "symbol-status-blue-anime";
                case WAITING -> "symbol-status-yellow";
            };
        }
    }

    /** Used on the build's page and in lists of builds: one headline for each release. */
    public List<Headline> getHeadlines() {
        return ReleaseControl.installed().stream()
                .flatMap(control -> control.summaries(getRun()).stream())
                .map(Headline::of)
                .toList();
    }

    /** Used on the release page: why steps of the build could not do what they were asked to. */
    public List<StepFailureAction> getTold() {
        return getRun().getActions(StepFailureAction.class);
    }

    /** Used on the release page: why releases of the build are not on it. */
    public List<String> getUnreadable() {
        return ReleaseControl.installed()
                .map(control -> control.releases().unreadable(getRun()))
                .orElse(List.of());
    }

    /** The evidence of a failed stage, as text. */
    public HttpResponse doEvidence(@QueryParameter @Nullable String release, @QueryParameter @Nullable String stage) {
        getRun().checkPermission(Item.READ);
        return file(KeptLinks.evidence(Util.fixNull(release), Util.fixNull(stage)));
    }

    /** The log of a release that has no build to write to, as text. */
    public HttpResponse doConsole(@QueryParameter @Nullable String release) {
        getRun().checkPermission(Item.READ);
        return file(KeptLinks.console(Util.fixNull(release)));
    }

    private HttpResponse file(String address) {
        return Sent.file(ReleaseControl.installed()
                .map(ReleaseControl::releases)
                .flatMap(releases -> releases.find(getRun()).stream()
                        .flatMap(release -> KeptFiles.of(releases, getRun(), release).at(address).stream())
                        .findFirst()));
    }

    /** The page that asks for confirmation; it may be opened from any link, since it changes nothing. */
    public HttpResponse doConfirm(
            @QueryParameter @Nullable String what,
            @QueryParameter @Nullable String release,
            @QueryParameter @Nullable String environment) {
        ActionKind kind = ActionKind.of(Util.fixNull(what))
                .orElseThrow(() -> HttpResponses.errorWithoutStack(400, "Ask for approve, abort, promote or rollback"));
        getRun().checkPermission(JenkinsUser.permission(kind));
        return Refusal.unless(
                getRun(),
                () -> HttpResponses.forwardToView(
                        new Confirmation(
                                this,
                                DecisionPage.of(actions(), kind, Util.fixNull(release), Util.fixNull(environment))),
                        "index"));
    }

    /** The page with the question. */
    public record Confirmation(ReleaseAction action, DecisionPage page) {
        /** Used by the side panel. */
        public Run<?, ?> run() {
            return action.getRun();
        }

        /**
         * Used by the Jelly view. The page is not refreshed, since the question is about the state it shows and no
         * later one.
         */
        public PageFrame getFrame() {
            return PageFrame.showing("decision", "", page);
        }
    }

    /** Approves the change that the visitor was shown. */
    @RequirePOST
    public HttpResponse doApprove(StaplerRequest2 form) {
        return done(ActionKind.APPROVE, ".", actions -> actions.decide(request(form), true));
    }

    /** Rejects the change that the visitor was shown. */
    @RequirePOST
    public HttpResponse doReject(StaplerRequest2 form) {
        return done(ActionKind.APPROVE, ".", actions -> actions.decide(request(form), false));
    }

    /** Aborts a release. */
    @RequirePOST
    public HttpResponse doAbort(StaplerRequest2 form) {
        return done(ActionKind.ABORT, ".", actions -> actions.abort(request(form)));
    }

    /** Promotes the bundle to another environment, unless that was begun since the visitor was asked. */
    @RequirePOST
    public HttpResponse doPromote(StaplerRequest2 form) {
        getRun().checkPermission(JenkinsUser.permission(ActionKind.PROMOTE));
        return Refusal.unless(getRun(), () -> actions()
                .promote(request(form))
                .<HttpResponse>map(earlier -> Refusal.since(getRun(), earlier))
                .orElseGet(() -> HttpResponses.redirectTo(NEWEST)));
    }

    /** Rolls back the environment in which the visitor was shown the bundle. */
    @RequirePOST
    public HttpResponse doRollback(StaplerRequest2 form) {
        return done(ActionKind.ROLLBACK, NEWEST, actions -> actions.rollback(request(form)));
    }

    /** Missing parameters are empty, and refused by name later: the permission is checked first. */
    private static ReleaseActions.Request request(StaplerRequest2 form) {
        return ReleaseActions.Request.of(name -> Util.fixNull(form.getParameter(name)));
    }

    private HttpResponse done(ActionKind kind, String next, Consumer<ReleaseActions<Run<?, ?>>> deed) {
        getRun().checkPermission(JenkinsUser.permission(kind));
        return Refusal.unless(getRun(), () -> {
            deed.accept(actions());
            return HttpResponses.redirectTo(next);
        });
    }

    private ReleaseActions<Run<?, ?>> actions() {
        ReleaseControl control = ReleaseControl.installed()
                .orElseThrow(() ->
                        new ReleaseException.Failed(Cause.of(CauseKind.UNAVAILABLE, "nothing carries out releases here")
                                .suggesting("look at Jenkins' log")));
        return new ReleaseActions<>(getRun(), control.releases(), new JenkinsUser(getRun()), Clock.systemUTC());
    }
}
