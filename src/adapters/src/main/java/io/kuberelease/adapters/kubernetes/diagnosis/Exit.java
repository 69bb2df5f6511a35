package io.kuberelease.adapters.kubernetes.diagnosis;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.Objects;
import java.util.Optional;

/**
 * The end of a container's run.
 *
 * @param code its exit code
 * @param reason the runtime's word for it, for example {@code OOMKilled}; may be empty
 * @param message what the runtime or the container left to say; may be empty
 */
record Exit(int code, String reason, String message) {
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    static Exit of(ContainerStateTerminated state) {
        return new Exit(
                Objects.requireNonNullElse(state.getExitCode(), 0),
                Objects.requireNonNullElse(state.getReason(), ""),
                OneLine.of(state.getMessage()));
    }

    boolean failed() {
        return code != 0;
    }

    /** Whether the container ended before its program ran, by the runtime's reason. */
    boolean neverStarted() {
        return reason.equals("StartError") || reason.equals("ContainerCannotRun");
    }

    /** Whether its command is missing in the image or can't be executed (127, 126), so that a restart can't help. */
    boolean withoutProgram() {
        return code == CANNOT_EXECUTE || code == NOT_FOUND;
    }

    /** The exit for messages, for example {@code exit code 137, out of memory}. */
    String words() {
        return "exit code " + code + meaning().map(text -> ", " + text).orElse("");
    }

    private Optional<String> meaning() {
        if (reason.equals("OOMKilled")) {
            return Optional.of("out of memory");
        }
        return switch (code) {
            case 0 -> Optional.of("though it should keep running");
            case 126 -> Optional.of("its command can't be executed");
            case 127 -> Optional.of("its command was not found");
            case 137 -> Optional.of("killed");
            case 139 -> Optional.of("segmentation fault");
            case 143 -> Optional.of("told to stop");
            default -> Optional.empty();
        };
    }
}
