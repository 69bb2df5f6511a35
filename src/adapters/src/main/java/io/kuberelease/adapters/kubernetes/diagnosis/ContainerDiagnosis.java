package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what keeps one container of a pod from running and being ready. */
final class ContainerDiagnosis {
    /** What an event of the kubelet says of a container whose image was the matter: the event before says why. */
    private static final Set<String> OF_IMAGES = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "RegistryUnavailable",
            "ImageInspectError",
            "InvalidImageName",
            "ErrImageNeverPull",
            "SignatureValidationFailed");

    /** How the kubelet begins what it says of a container that it could not create or start. */
    private static final String ERROR = "Error: ";

    private final GracePeriods gracePeriods;
    private final ContainerView container;

    ContainerDiagnosis(GracePeriods gracePeriods, ContainerView container) {
        this.gracePeriods = gracePeriods;
        this.container = container;
    }

    /** The container's symptom; absent when nothing is known to be wrong. */
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
                Optional.of(
                        Symptom.lasting(container.key("config"), configCause(message), gracePeriods.containerConfig()));
            case "CreateContainerError" ->
                Optional.of(
                        Symptom.lasting(container.key("create"), configCause(message), gracePeriods.containerConfig()));
            case "RunContainerError" -> Optional.of(Symptom.definite(container.key("create"), configCause(message)));
            case "CrashLoopBackOff" -> Optional.of(crashLoop());
            case "ContainerCreating", "PodInitializing", "" -> toldByEvents();
            default -> Optional.empty();
        };
    }

    /**
     * What the kubelet has said in an event already, and writes into the pod's status up to a second later. Only for a
     * container that has never run: of any other an event may be old.
     */
    private Optional<Symptom> toldByEvents() {
        if (container.restarts() > 0 || container.lastExit().isPresent()) {
            return Optional.empty();
        }
        ObjectEvents events = container.events();
        Optional<Symptom> pull = events.latest("Failed", "Failed to pull image")
                .filter(failed -> events.noneSince(failed, "Pulled"))
                .map(failed -> pullFailed(OneLine.of(ObjectEvents.message(failed))));
        return pull.or(() -> events.latestBeginning("Failed", ERROR)
                .filter(failed -> events.noneSince(failed, "Created", "Started"))
                .map(failed -> OneLine.of(ObjectEvents.message(failed).substring(ERROR.length())))
                .filter(why -> !why.isEmpty() && !OF_IMAGES.contains(why))
                .map(why ->
                        Symptom.lasting(container.key("config"), configCause(why), gracePeriods.containerConfig())));
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
                : Symptom.lasting(container.key("pull"), cause, gracePeriods.imagePull());
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
        Cause cause = killCause().orElseGet(() -> crashCause(exit));
        Symptom symptom = endsForever(exit)
                ? Symptom.definite(container.key("crash"), cause)
                : Symptom.passing(container.key("crash"), cause);
        return symptom.withLogs(container.logs());
    }

    /** A few restarts are no crash loop: many programs exit until what they need is there. */
    private boolean endsForever(Exit exit) {
        return container.restarts() >= gracePeriods.restarts() || (exit.withoutProgram() && container.restarts() > 0);
    }

    private Cause crashCause(Exit exit) {
        String times = container.restarts() == 0
                ? ""
                : ", restarted " + container.restarts() + (container.restarts() == 1 ? " time" : " times");
        return Cause.of(CauseKind.CRASH_LOOP, container.where() + " ended with " + exit.words() + times)
                .suggesting("read its last lines: the program ends by itself");
    }

    /** Not final: the next run may succeed, and repeated kills end in CrashLoopBackOff. */
    private Optional<Symptom> killedByProbe() {
        return container.ready()
                ? Optional.empty()
                : killCause().map(cause -> Symptom.passing(container.key("probe"), cause)
                        .withLogs(container.logs()));
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

    /** Judged from the exit itself, since the kubelet reports CrashLoopBackOff only later. */
    private Optional<Symptom> crashed() {
        return container.ready()
                ? Optional.empty()
                : container
                        .lastExit()
                        .filter(Exit::failed)
                        .map(exit -> container.terminated() ? crashLoop() : crashedBefore(exit));
    }

    private Symptom crashedBefore(Exit exit) {
        return Symptom.passing(container.key("crash"), crashCause(exit)).withLogs(container.logs());
    }

    private Optional<Symptom> probeFailing() {
        if (container.ready() || !container.running()) {
            return Optional.empty();
        }
        return container.events().latest("Unhealthy").map(event -> probeFailing(ObjectEvents.message(event))
                .withLogs(container.logs()));
    }

    private Symptom probeFailing(String message) {
        Optional<String> missing = MissingProgram.in(message);
        return missing.isPresent()
                ? Symptom.lasting(
                        container.key("probe-program"), missingCause(missing.get()), gracePeriods.containerConfig())
                : Symptom.passing(container.key("probe"), probeCause(message, ""));
    }

    private Cause missingCause(String what) {
        return Cause.of(CauseKind.PROBE, container.where() + ": " + what)
                .suggesting("let the probe run a program that is in the image, or ask by httpGet, tcpSocket or grpc");
    }

    private Cause probeCause(String message, String consequence) {
        String text = OneLine.of(PassingIds.without(message));
        String lower =
                text.isEmpty() ? "a probe failed" : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
        return Cause.of(CauseKind.PROBE, container.where() + ": " + lower + consequence)
                .suggesting("check the probe's path, port and limits against what the app answers");
    }

    /**
     * Recognises by the kubelet's message that a probe's program is missing in the container, or can't be run there.
     */
    private static final class MissingProgram {
        // Matches errors of the container runtime only, not the output of a probe's script, which may change.
        private static final Pattern NOT_RUN = Pattern.compile(
                "(?<probe>Startup|Liveness|Readiness) probe (errored|failed).*(exec failed|unable to start container process).*?"
                        + "(?<why>(exec: |stat |fork/exec )\\S+?: (executable file not found in \\$PATH|no such file or directory"
                        + "|permission denied|exec format error|not a directory|is a directory))",
                Pattern.DOTALL);

        private MissingProgram() {}

        /**
         * One line that names the program and is the same at each try; absent when the message is about something else.
         */
        static Optional<String> in(String message) {
            Matcher found = NOT_RUN.matcher(message);
            return found.find()
                    ? Optional.of("the program of its " + found.group("probe").toLowerCase(Locale.ROOT)
                            + " probe can't be run: " + OneLine.of(found.group("why")))
                    : Optional.empty();
        }
    }

    /**
     * The reason why an image can't be pulled, taken from the message of the runtime and the registry.
     *
     * @param message the runtime's message on one line
     */
    private record PullError(String message) {
        private static final Pattern PASSING = Pattern.compile(
                "\\b429\\b|toomanyrequests|too many requests|timeout|timed out|deadline exceeded|refused|no such host"
                        + "|\\b50[0234]\\b|\\bEOF\\b|reset by peer|temporar",
                Pattern.CASE_INSENSITIVE);
        private static final Pattern MISSING = Pattern.compile(
                "not found|manifest unknown|manifest_unknown|name unknown|\\b404\\b|no match for platform"
                        + "|no matching manifest|invalid reference|couldn't parse image|failed to apply default image tag",
                Pattern.CASE_INSENSITIVE);
        private static final Pattern REFUSED = Pattern.compile(
                "unauthorized|denied|forbidden|authorization failed|authentication required|no basic auth|\\b40[13]\\b",
                Pattern.CASE_INSENSITIVE);
        private static final Pattern PREAMBLE = Pattern.compile(
                "^(Back-off pulling image \"[^\"]*\"(: )?)?(ErrImagePull: )?(Failed to pull image \"[^\"]*\": )?"
                        + "((rpc error: )?code = \\w+ desc = )?");

        static PullError of(String message) {
            return new PullError(PREAMBLE.matcher(OneLine.of(message)).replaceFirst(""));
        }

        /** Whether pulling again can't help: the image is missing or the registry refuses. */
        boolean definite() {
            return !PASSING.matcher(message).find()
                    && (MISSING.matcher(message).find()
                            || REFUSED.matcher(message).find());
        }

        Cause cause(String where, String image) {
            String summary =
                    where + ": image " + image + " can't be pulled" + (message.isEmpty() ? "" : ": " + message);
            return Cause.of(CauseKind.IMAGE_PULL, summary).suggesting(suggestion());
        }

        private String suggestion() {
            if (REFUSED.matcher(message).find()) {
                return "give the pod's service account a pull secret for this registry, and check the image's name";
            }
            return definite()
                    ? "check the image's name, and that its digest is still in the registry and for this platform"
                    : "check that the cluster's nodes reach the registry";
        }
    }
}
