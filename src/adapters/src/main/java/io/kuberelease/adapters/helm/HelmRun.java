package io.kuberelease.adapters.helm;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kuberelease.adapters.cluster.ClusterErrors;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Deployment;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/** One deployment of a bundle to an environment. */
final class HelmRun {
    private final DeployRequest request;
    private final StageControl control;
    private final HelmWorkers workers;
    private final KubernetesClient client;
    private final String kubeconfig;
    private final InstantSource clock;
    private final String host;
    private final HelmRecords records;

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
    }

    /**
     * Deploys, or takes over what an earlier try of this release has deployed.
     *
     * @param expected the revision that the diff was made against
     * @param compared what the diff was made from, checked; absent after a restart
     */
    Deployment deploy(PackagedChart chart, int expected, Optional<Manifests> compared) {
        stopIfToldTo("nothing was changed");
        Optional<HelmRevision> latest = records.history().latest();
        Optional<HelmRevision> ours =
                latest.filter(revision -> control.adopting() && revision.number() > expected && isOurs(revision));
        if (ours.filter(HelmRevision::deployed).isPresent()) {
            return new Deployment(ours.get().number());
        }
        if (ours.isEmpty()) {
            refuseIfMoved(latest, expected);
        }
        latest.filter(HelmRevision::pending).ifPresent(this::heal);
        createNamespace();
        new CustomResources(client, control.progress()).upgrade(chart);
        boolean upgrade = latest.isPresent();
        Manifests rendered = compared.orElseGet(() -> new ChartRenderer(workers)
                .render(
                        request,
                        chart,
                        kubeconfig,
                        latest.map(HelmRevision::number).orElse(0) + 1,
                        control));
        Deployment deployment = apply(chart, upgrade, rendered.hasPostHooks(upgrade));
        records.prune();
        return deployment;
    }

    private Deployment apply(PackagedChart chart, boolean upgrade, boolean waitReady) {
        stopIfToldTo("nothing was changed");
        try {
            WorkerMessages.Applied applied = workers.use(
                    control,
                    worker -> worker.ask(
                            upgrade ? "upgrade" : "install",
                            asked(marked(chart, worker.pid()), waitReady),
                            WorkerMessages.Applied.class));
            return new Deployment(applied.revision());
        } catch (HelmWorker.Refused refused) {
            throw HelmErrors.applying(what(), refused);
        } catch (IOException gone) {
            throw stopped(gone);
        }
    }

    /** The worker was killed by us, or died: say what it left, and leave nothing pending when we know it is over. */
    private ReleaseException stopped(IOException gone) {
        Optional<HelmRevision> left =
                records.history().latest().filter(HelmRevision::pending).filter(this::isOurs);
        String state = left.map(revision -> "revision " + revision.number() + " of Helm release "
                        + request.environment().app() + " in " + place()
                        + " was stopped halfway and is marked failed; what it had applied stays there")
                .orElse("Helm had not begun a revision in " + place());
        left.ifPresent(revision -> records.markFailed(
                revision.number(),
                "Stopped halfway: " + (control.cancellation().requested() ? "aborted" : "worker lost")));
        if (control.cancellation().requested()) {
            return new ReleaseException.Aborted(state);
        }
        if (!clock.instant().isBefore(control.deadline())) {
            return new ReleaseException.Failed(
                    Cause.of(CauseKind.DEADLINE, "could not deploy " + what() + " in time: " + state), gone);
        }
        return new ReleaseException.Errored(
                Cause.of(CauseKind.UNAVAILABLE, "could not deploy " + what() + ": " + gone.getMessage() + "; " + state),
                Duration.ZERO,
                gone);
    }

    private void refuseIfMoved(Optional<HelmRevision> latest, int expected) {
        int actual = latest.map(HelmRevision::number).orElse(0);
        if (actual != expected) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.LOCKED,
                            "did not deploy " + what() + ": the diff was made against revision " + expected
                                    + " of Helm release "
                                    + request.environment().app() + ", but the last one is "
                                    + actual + " now" + latest.map(this::author).orElse(""))
                    .suggesting("look at the new diff and release again"));
        }
    }

    /** A revision that was left pending stops every Helm command; once nobody works on it, it has failed. */
    private void heal(HelmRevision pending) {
        boolean gone = (control.adopting() && isOurs(pending))
                || pending.writer()
                        .filter(writer -> writer.isGone(host, clock.instant()))
                        .isPresent();
        String said = "revision " + pending.number() + " of Helm release "
                + request.environment().app() + " in " + place() + " is " + pending.status() + " since "
                + pending.begun().truncatedTo(ChronoUnit.SECONDS) + author(pending);
        if (!gone) {
            throw new ReleaseException.Failed(Cause.of(CauseKind.LOCKED, "did not deploy " + what() + ": " + said)
                    .suggesting(wayOut(pending)));
        }
        control.progress().log("helm", said + ", who is gone: marked failed");
        records.markFailed(pending.number(), "Left pending by a writer that is gone");
    }

    private String author(HelmRevision revision) {
        return revision.writer()
                .map(writer ->
                        ", by release " + writer.release() + " on " + writer.host() + ", process " + writer.process())
                .orElse(", not by kube-release");
    }

    private String wayOut(HelmRevision pending) {
        String namespace = " -n " + request.environment().target().namespace();
        String undo = pending.number() == 1
                ? "helm uninstall " + request.environment().app() + namespace
                : "helm rollback " + request.environment().app() + namespace;
        return pending.writer()
                .map(writer ->
                        "wait for that release, at most until " + writer.until().truncatedTo(ChronoUnit.SECONDS))
                .orElse("make sure that no Helm is at work there, then run: " + undo);
    }

    private void createNamespace() {
        if (!request.environment().createNamespace()) {
            return;
        }
        String name = request.environment().target().namespace().value();
        try {
            if (client.namespaces().withName(name).get() == null) {
                client.namespaces()
                        .resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .build())
                        .create();
            }
        } catch (KubernetesClientException problem) {
            if (problem.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw ClusterErrors.translate("create namespace " + name, problem);
            }
        }
    }

    private WorkerMessages.Apply asked(PackagedChart chart, boolean waitReady) {
        return new WorkerMessages.Apply(
                Base64.getEncoder().encodeToString(chart.archive()),
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).withImage(),
                request.environment().app().value(),
                request.environment().target().namespace().value(),
                kubeconfig,
                "kube-release " + control.release(),
                waitReady,
                Math.max(1, clock.instant().until(control.deadline(), ChronoUnit.SECONDS)));
    }

    private PackagedChart marked(PackagedChart chart, long worker) {
        String fingerprint =
                new EnvironmentValues(request.bundle(), request.environment().name(), chart).fingerprint();
        Instant until = control.deadline();
        WriterMark mark = new WriterMark(control.release(), host, worker, until);
        return chart.describedAs(metadata -> {
            metadata.put("annotations", mark.in(Yaml.inner(metadata, "annotations"), fingerprint));
            return metadata;
        });
    }

    private boolean isOurs(HelmRevision revision) {
        return revision.writer()
                .filter(writer -> writer.release().equals(control.release()))
                .isPresent();
    }

    private void stopIfToldTo(String left) {
        if (control.cancellation().requested()) {
            throw new ReleaseException.Aborted("stopped before deploying " + what() + "; " + left);
        }
    }

    private String what() {
        return request.bundle().app() + " " + request.bundle().version() + " to "
                + request.environment().name();
    }

    private String place() {
        return "namespace " + request.environment().target().namespace() + " of cluster "
                + request.environment().target().cluster();
    }
}
