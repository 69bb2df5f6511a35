package io.kuberelease.adapters.kubernetes.diagnosis;

/**
 * A log worth reading as evidence.
 *
 * @param previous whether the log of the container's run before the present one is meant
 */
public record ContainerLog(String namespace, String pod, String container, boolean previous) {

    /** Where it was seen, as the title of evidence. */
    public String title() {
        return "pod " + pod + " container " + container
                + (previous ? ", last lines before its restart" : ", last lines");
    }
}
