package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.cluster.ExpiringTokenProvider;
import io.kuberelease.adapters.kubernetes.support.Namespaces;
import io.kuberelease.adapters.process.ProcessIdentity;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentDiff;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Deployment;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** One deployment of a bundle to an environment with Helm. Blocks. */
final class HelmRun {
    /** The worker must stop in time: when it last heard from us the lock may have been 5 s old, and it lasts 15 s. */
    private static final HelmWorker.Limits LIMITS = new HelmWorker.Limits(Duration.ZERO, Duration.ofSeconds(8));

    private final DeployRequest request;
    private final StageControl control;
    private final HelmWorkers workers;
    private final KubernetesClient client;
    private final String kubeconfig;
    private final InstantSource clock;
    private final String host;
    private final HelmRecords records;
    private final KeptRenderings renderings;
    private final DeployWords words;
    private final LastRevision last;

    HelmRun(
            DeployRequest request,
            StageControl control,
            HelmWorkers workers,
            KubernetesClient client,
            String kubeconfig,
            InstantSource clock,
            String host) {
        this.request = request;
        this.control = control;
        this.workers = workers;
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.clock = clock;
        this.host = host;
        this.records = new HelmRecords(client, request.environment().app());
        this.renderings = new KeptRenderings(client, request.environment());
        this.words = new DeployWords(request);
        this.last = new LastRevision(request, control, records, clock, host);
    }

    /**
     * Deploys, or returns the revision that an earlier try of this release has deployed.
     *
     * @param diff the diff that was compared, and perhaps approved
     * @param compared the rendering from which the diff was made; absent if that was in another process
     * @param wanted the environment's own Secrets, which are written before Helm begins
     */
    Deployment deploy(
            PackagedChart chart, EnvironmentDiff diff, Optional<Rendering> compared, Supplier<WantedSecrets> wanted) {
        int expected = diff.revision();
        stopIfToldTo();
        Optional<HelmRevision> latest = records.history().latest();
        Optional<HelmRevision> ours =
                latest.filter(revision -> control.adopting() && revision.number() > expected && last.isOurs(revision));
        if (ours.filter(HelmRevision::deployed).isPresent()) {
            return new Deployment(ours.get().number());
        }
        if (ours.isEmpty()) {
            last.refuseIfMoved(latest, expected);
        }
        WantedSecrets secrets = wanted.get();
        int next = latest.map(HelmRevision::number).orElse(0) + 1;
        Rendering rendered = compared.or(() -> kept(chart, diff, secrets))
                .orElseGet(() -> renderedAgain(chart, diff, next, ours.isEmpty(), secrets));
        // Another process may have compared it, or it may hold other secrets when it is rendered again.
        control.progress().hide(SecretHiding.found(rendered.manifests()));
        latest.filter(HelmRevision::pending).ifPresent(last::heal);
        if (request.environment().createNamespace()) {
            new Namespaces(client)
                    .makeIfMissing(request.environment().target().namespace().value());
        }
        new OwnSecrets(client, request.environment()).write(secrets, control.progress());
        new CustomResources(client, control.progress()).upgrade(rendered.made().allCrds());
        boolean upgrade = latest.isPresent();
        Deployment deployment = apply(chart, upgrade, rendered);
        records.prune();
        renderings.removeAll(control.progress());
        return deployment;
    }

    /** The rendering that another process of this release has kept, if the diff was made from it. */
    private Optional<Rendering> kept(PackagedChart chart, EnvironmentDiff diff, WantedSecrets secrets) {
        return renderings.of(diff.hash()).filter(kept -> binding(chart).holds(diff, kept.manifests(), secrets));
    }

    private DiffBinding binding(PackagedChart chart) {
        return new DiffBinding(chart.crds(), request.environment().target().namespace());
    }

    private Rendering renderedAgain(
            PackagedChart chart, EnvironmentDiff diff, int revision, boolean bound, WantedSecrets secrets) {
        Rendering rendered =
                new ChartRenderer(workers).render(request, chart, kubeconfig, revision, secrets.hashes(), control);
        if (bound) {
            binding(chart).require(diff, rendered.manifests(), secrets);
        }
        return rendered;
    }

    private Deployment apply(PackagedChart chart, boolean upgrade, Rendering rendered) {
        stopIfToldTo();
        try {
            return new Deployment(withToken(access -> workers.use(
                            control,
                            worker -> worker.ask(
                                    upgrade ? "upgrade" : "install",
                                    asked(marked(chart, worker.pid()), access, rendered, upgrade),
                                    WorkerMessages.Applied.class,
                                    LIMITS)))
                    .revision());
        } catch (HelmWorker.Refused refused) {
            throw HelmErrors.applying(words.what(), refused);
        } catch (IOException gone) {
            throw stopped(gone);
        }
    }

    private interface Asking {
        WorkerMessages.Applied with(String access) throws IOException, HelmWorker.Refused;
    }

    /** Calls Helm with a kubeconfig that stays valid: a token that expires is in a file, and is renewed there. */
    private WorkerMessages.Applied withToken(Asking asking) throws IOException, HelmWorker.Refused {
        if (!(client.getConfiguration().getOauthTokenProvider() instanceof ExpiringTokenProvider tokens)) {
            return asking.with(kubeconfig);
        }
        try (TokenFile token =
                TokenFile.keep(workers.directory(), tokens, TokenFile.RENEWED, control.progress()::note)) {
            return asking.with(token.in(kubeconfig));
        }
    }

    /**
     * The exception for a worker that died or that we killed, with the state that it left. Marks its pending revision
     * failed, since no process works on it any more.
     */
    private ReleaseException stopped(IOException gone) {
        Optional<HelmRevision> left =
                records.history().latest().filter(HelmRevision::pending).filter(last::isOurs);
        String state = left.map(revision -> "revision " + revision.number() + " of Helm release "
                        + request.environment().app() + " in " + words.place()
                        + " was stopped halfway and is marked failed; what it had applied stays there")
                .orElse("Helm had not begun a revision in " + words.place());
        left.ifPresent(revision -> records.markFailed(
                revision.number(),
                "Stopped halfway: " + (control.cancellation().requested() ? "aborted" : "worker lost")));
        if (control.cancellation().requested()) {
            return new ReleaseException.Aborted(state);
        }
        if (!clock.instant().isBefore(control.deadline())) {
            return new ReleaseException.Failed(
                    Cause.of(CauseKind.DEADLINE, "could not deploy " + words.what() + " in time: " + state), gone);
        }
        return new ReleaseException.Errored(
                Cause.of(
                        CauseKind.UNAVAILABLE,
                        "could not deploy " + words.what() + ": " + gone.getMessage() + "; " + state),
                Duration.ZERO,
                gone);
    }

    private WorkerMessages.Apply asked(PackagedChart chart, String access, Rendering rendered, boolean upgrade) {
        return new WorkerMessages.Apply(
                Base64.getEncoder().encodeToString(chart.archive()),
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).withImages(),
                request.environment().app().value(),
                request.environment().target().namespace().value(),
                access,
                "kube-release " + control.release(),
                rendered.made(),
                rendered.manifests().hasPostHooks(upgrade),
                Math.max(1, clock.instant().until(control.deadline(), ChronoUnit.SECONDS)),
                WorkerMessages.serverSide(request.environment().applying()),
                request.environment().applying().adopt());
    }

    private PackagedChart marked(PackagedChart chart, long worker) {
        String fingerprint =
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).fingerprint();
        Instant until = control.deadline();
        WriterMark mark = new WriterMark(control.release(), ProcessIdentity.of(host, worker), until);
        return chart.describedAs(metadata -> {
            metadata.put("annotations", mark.in(Yaml.inner(metadata, "annotations"), fingerprint));
            return metadata;
        });
    }

    /**
     * Stops before deploying. The message does not tell what is installed, since an earlier try may have deployed it.
     */
    private void stopIfToldTo() {
        if (control.cancellation().requested()) {
            throw new ReleaseException.Aborted("stopped before deploying " + words.what());
        }
    }

    /** Decides whether Helm's last revision allows a deployment, and marks one failed that was left pending. */
    private static final class LastRevision {
        private final DeployRequest request;
        private final StageControl control;
        private final HelmRecords records;
        private final InstantSource clock;
        private final String host;
        private final DeployWords words;

        LastRevision(
                DeployRequest request, StageControl control, HelmRecords records, InstantSource clock, String host) {
            this.request = request;
            this.control = control;
            this.records = records;
            this.clock = clock;
            this.host = host;
            this.words = new DeployWords(request);
        }

        /** Whether this release wrote the revision. */
        boolean isOurs(HelmRevision revision) {
            return revision.writer()
                    .filter(writer -> writer.release().equals(control.release()))
                    .isPresent();
        }

        /**
         * @param expected the number of the revision that the diff was made against, 0 for none
         * @throws ReleaseException.Outdated when the last revision is another one by now
         */
        void refuseIfMoved(Optional<HelmRevision> latest, int expected) {
            int actual = latest.map(HelmRevision::number).orElse(0);
            if (actual != expected) {
                throw new ReleaseException.Outdated(Cause.of(
                        CauseKind.LOCKED,
                        "the diff was made against revision " + expected + " of Helm release "
                                + request.environment().app() + ", but the last one is " + actual + " now"
                                + latest.map(LastRevision::author).orElse("")));
            }
        }

        /**
         * Marks a revision failed that nobody works on any more, since a pending one blocks every Helm command.
         *
         * @throws ReleaseException.Failed when its writer may still be at work
         */
        void heal(HelmRevision pending) {
            String said = "revision " + pending.number() + " of Helm release "
                    + request.environment().app() + " in " + words.place() + " is " + pending.status() + " since "
                    + pending.begun().truncatedTo(ChronoUnit.SECONDS) + author(pending);
            if (!isLeft(pending)) {
                throw new ReleaseException.Failed(
                        Cause.of(CauseKind.LOCKED, "did not deploy " + words.what() + ": " + said)
                                .suggesting(wayOut(pending)));
            }
            control.progress().log("helm", said + ", who is gone: marked failed");
            records.markFailed(pending.number(), "Left pending by a writer that is gone");
        }

        private boolean isLeft(HelmRevision pending) {
            return (control.adopting() && isOurs(pending))
                    || pending.writer()
                            .filter(writer -> writer.isGone(host, clock.instant()))
                            .isPresent();
        }

        private static String author(HelmRevision revision) {
            return revision.writer()
                    .map(writer -> ", by release " + writer.release() + " on " + writer.host() + ", process "
                            + writer.process())
                    .orElse(", not by kube-release");
        }

        private String wayOut(HelmRevision pending) {
            String namespace = " -n " + request.environment().target().namespace();
            String undo = pending.number() == 1
                    ? "helm uninstall " + request.environment().app() + namespace
                    : "helm rollback " + request.environment().app() + namespace;
            return pending.writer()
                    .map(writer -> "wait for that release, at most until "
                            + writer.until().truncatedTo(ChronoUnit.SECONDS))
                    .orElse("make sure that no Helm is at work there, then run: " + undo);
        }
    }
}
