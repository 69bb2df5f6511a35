package io.kuberelease.promotion;

import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.ReleaseId;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.SecretMask;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.Deployer.Installed;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentLock.Claims;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.port.StageControl;
import io.kuberelease.promotion.EnvironmentStatus.Health;
import io.kuberelease.promotion.Histories.History;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the status of environments: what is recorded, what Helm has, what the cluster says now, and who has the lock.
 */
public final class StatusReader {
    private static final Duration HTTP_LIMIT = Duration.ofSeconds(2);

    private final Histories histories;
    private final Deployer deployer;
    private final ResourceTracker tracker;
    private final EnvironmentProbe probe;
    private final EnvironmentLock locks;
    private final InstantSource clock;

    public StatusReader(
            Histories histories,
            Deployer deployer,
            ResourceTracker tracker,
            EnvironmentProbe probe,
            EnvironmentLock locks,
            InstantSource clock) {
        this.histories = histories;
        this.deployer = deployer;
        this.tracker = tracker;
        this.probe = probe;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * The status of the environments, in their order; one that can't be asked delays and hides no other. Blocks.
     *
     * @param environments each with its checks, if it has any
     */
    public List<EnvironmentStatus> of(Map<EnvironmentSpec, Optional<VerifySpec>> environments) {
        return histories.sideBySide(List.copyOf(environments.keySet()), environment -> new Visit(
                        environment, environments.getOrDefault(environment, Optional.empty()))
                .status());
    }

    /** Reads the status of one environment. */
    private final class Visit {
        private final EnvironmentSpec environment;
        private final Optional<VerifySpec> checks;
        private final List<String> problems = new ArrayList<>();
        private Optional<FoundSecrets> secrets = Optional.empty();

        private Visit(EnvironmentSpec environment, Optional<VerifySpec> checks) {
            this.environment = environment;
            this.checks = checks;
        }

        private EnvironmentStatus status() {
            History history = histories.read(environment);
            if (history.problem().isPresent()) {
                problems.add(history.problem().get().reason().summary());
                return status(
                        history, Optional.empty(), Health.UNKNOWN, List.of(), new Claims(Optional.empty(), List.of()));
            }
            try {
                Optional<Installed> installed = deployer.installed(environment);
                List<ResourceStatus> resources = installed
                        .map(revision -> tracker.look(environment.target(), revision.resources()))
                        .orElse(List.of())
                        .stream()
                        .map(this::told)
                        .toList();
                tellDrift(history, installed);
                Health health = installed.isEmpty() ? Health.EMPTY : health(resources);
                return status(history, installed, health, resources, locks.claims(environment));
            } catch (ReleaseException problem) {
                problems.add(problem.reason().summary());
                return status(
                        history, Optional.empty(), Health.UNKNOWN, List.of(), new Claims(Optional.empty(), List.of()));
            }
        }

        private EnvironmentStatus status(
                History history,
                Optional<Installed> installed,
                Health health,
                List<ResourceStatus> resources,
                Claims lock) {
            return new EnvironmentStatus(
                    environment,
                    history.present(),
                    since(history.records()),
                    ReturnPoint.in(history.records()),
                    installed,
                    health,
                    resources,
                    lock,
                    problems);
        }

        private void tellDrift(History history, Optional<Installed> installed) {
            int recorded =
                    history.present().map(EnvironmentRecord::helmRevision).orElse(0);
            installed
                    .filter(revision -> revision.revision() != recorded)
                    .ifPresent(revision -> problems.add("Helm's last revision is " + revision.revision() + " ("
                            + revision.status() + "), the last record is of "
                            + (recorded == 0 ? "none" : "revision " + recorded)
                            + ": a release is under way, or somebody used Helm by hand"));
        }

        private Health health(List<ResourceStatus> resources) {
            List<ResourceStatus> wanting =
                    resources.stream().filter(resource -> !resource.ready()).toList();
            wanting.forEach(resource -> problems.add(resource.resource().display() + ": " + resource.current() + " of "
                    + resource.wanted() + " ready"
                    + (resource.message().isEmpty() ? "" : ", " + resource.message())));
            return wanting.isEmpty() && answers() ? Health.HEALTHY : Health.UNHEALTHY;
        }

        /**
         * Whether the app answers its check by HTTP. True when we may not ask its Service, which says nothing of the
         * app.
         */
        private boolean answers() {
            try {
                checks.ifPresent(
                        check -> check.http().ifPresent(path -> probe.http(environment, check, path, control())));
                return true;
            } catch (ReleaseException problem) {
                problems.add(told(problem.reason().summary()));
                return problem.reason().kind() == CauseKind.ACCESS_DENIED;
            }
        }

        /** Masks the message: it may quote a container or the app, and secrets that it was given. */
        private ResourceStatus told(ResourceStatus status) {
            return new ResourceStatus(
                    status.resource(), status.current(), status.wanted(), told(status.message()), status.ready());
        }

        private String told(String text) {
            if (text.isEmpty()) {
                return text;
            }
            FoundSecrets known = secrets.orElseGet(() -> deployer.secrets(environment));
            secrets = Optional.of(known);
            return SecretMask.NONE.withFound(known.values(), known.names()).mask(text);
        }

        private StageControl control() {
            return StageControl.alone(
                    new ReleaseId("status"),
                    new StageId("status"),
                    clock.instant().plus(HTTP_LIMIT));
        }
    }

    /** When the present bundle came: the oldest of the newest records that are all about it. */
    private static Optional<Instant> since(List<EnvironmentRecord> newestFirst) {
        return newestFirst.stream()
                .takeWhile(record -> record.bundle().equals(newestFirst.get(0).bundle()))
                .reduce((newer, older) -> older)
                .map(EnvironmentRecord::at);
    }
}
