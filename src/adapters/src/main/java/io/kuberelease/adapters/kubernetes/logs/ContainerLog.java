package io.kuberelease.adapters.kubernetes.logs;

/**
 * Names a container's log that is to be read as evidence.
 *
 * @param previous true for the log of the run before the present one
 */
public record ContainerLog(String namespace, String pod, String container, boolean previous) {

    /** The title under which its lines are shown as evidence. */
    public String title() {
        return "pod " + pod + " container " + container
                + (previous ? ", last lines before its restart" : ", last lines");
    }
}
