package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What keeps one container of a pod from running and being ready. */
final class ContainerDiagnosis {
    private final Patience patience;
    private final ContainerView container;

    ContainerDiagnosis(Patience patience, ContainerView container) {
        this.patience = patience;
        this.container = container;
    }

    /** Absent when nothing is wrong, as far as can be seen yet. */
    Optional<Symptom> symptom() {
        return container
                .waiting()
                .flatMap(this::whyWaiting)
                .or(this::killedByProbe)
                .or(this::crashed)
                .or(this::probeFailing);
    }

    private Optional<Symptom> whyWaiting(ContainerStateWaiting waiting) {
        String message = OneLine.of(waiting.getMessage());
        return switch (Objects.requireNonNullElse(waiting.getReason(), "")) {
            case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError" ->
                Optional.of(pullFailed(message));
            case "InvalidImageName", "ErrImageNeverPull" ->
                Optional.of(Symptom.definite(
                        container.key("pull"), PullError.of(message).cause(container.where(), container.image())));
            case "CreateContainerConfigError" ->
                Optional.of(Symptom.lasting(container.key("config"), configCause(message), patience.containerConfig()));
            case "CreateContainerError" ->
                Optional.of(Symptom.lasting(container.key("create"), configCause(message), patience.containerConfig()));
            case "RunContainerError" -> Optional.of(Symptom.definite(container.key("create"), configCause(message)));
            case "CrashLoopBackOff" -> Optional.of(crashLoop());
            default -> Optional.empty();
        };
    }

    /** Older kubelets say why a pull failed only in the event, not while they back off. */
    private Symptom pullFailed(String message) {
        String text = message.contains("Err") || message.contains("code =")
                ? message
                : container
                        .events()
                        .latest("Failed", "pull image")
                        .map(ObjectEvents::message)
                        .orElse(message);
        PullError error = PullError.of(text);
        Cause cause = error.cause(container.where(), container.image());
        return error.definite()
                ? Symptom.definite(container.key("pull"), cause)
                : Symptom.lasting(container.key("pull"), cause, patience.imagePull());
    }

    private Cause configCause(String message) {
        return Cause.of(CauseKind.CONTAINER_CONFIG, container.where() + " can't be created: " + message)
                .suggesting("create what is missing, or correct its name in the chart's values");
    }

    private Symptom crashLoop() {
        Exit exit = container.lastExit().orElse(new Exit(0, "", ""));
        if (exit.neverStarted()) {
            return Symptom.definite(container.key("create"), configCause(exit.message()));
        }
        Cause cause = crashCause(exit);
        Symptom symptom = container.restarts() >= patience.restarts()
                ? Symptom.definite(container.key("crash"), killCause().orElse(cause))
                : Symptom.passing(container.key("crash"), cause);
        return symptom.withLogs(container.logs());
    }

    private Cause crashCause(Exit exit) {
        String times = container.restarts() == 0
                ? ""
                : ", restarted " + container.restarts() + (container.restarts() == 1 ? " time" : " times");
        return Cause.of(CauseKind.CRASH_LOOP, container.where() + " ended with " + exit.words() + times)
                .suggesting("read its last lines: the program ends by itself");
    }

    /** A startup probe that used up its tries is the author's own limit; a liveness kill may be followed by a better run. */
    private Optional<Symptom> killedByProbe() {
        if (container.ready()) {
            return Optional.empty();
        }
        boolean startup =
                container.events().latest("Killing", "failed startup probe").isPresent();
        return killCause()
                .map(cause -> startup
                        ? Symptom.definite(container.key("probe"), cause)
                        : Symptom.passing(container.key("probe"), cause))
                .map(symptom -> symptom.withLogs(container.logs()));
    }

    private Optional<Cause> killCause() {
        return container
                .events()
                .latest("Killing", "probe")
                .map(event -> probeCause(
                        container
                                .events()
                                .latest("Unhealthy")
                                .map(ObjectEvents::message)
                                .orElse(ObjectEvents.message(event)),
                        ", and the container was killed"));
    }

    /** The kubelet calls it a crash loop only ten seconds after the end that makes it one. */
    private Optional<Symptom> crashed() {
        boolean again = container.terminated() && container.restarts() >= patience.restarts();
        return container.ready()
                ? Optional.empty()
                : container.lastExit().filter(Exit::failed).map(exit -> again ? crashLoop() : crashedOnce(exit));
    }

    private Symptom crashedOnce(Exit exit) {
        return Symptom.passing(container.key("crash"), crashCause(exit)).withLogs(container.logs());
    }

    private Optional<Symptom> probeFailing() {
        if (container.ready() || !container.running()) {
            return Optional.empty();
        }
        return container.events().latest("Unhealthy").map(event -> Symptom.passing(
                        container.key("probe"), probeCause(ObjectEvents.message(event), ""))
                .withLogs(container.logs()));
    }

    private Cause probeCause(String message, String consequence) {
        String text = OneLine.of(message);
        String lower =
                text.isEmpty() ? "a probe failed" : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        return Cause.of(CauseKind.PROBE, container.where() + ": " + lower + consequence)
                .suggesting("check the probe's path, port and limits against what the app answers");
    }
}
