package io.kuberelease.adapters.kubernetes.tests;

/** Keeps the test reports themselves, for whoever shows more of them than their count. */
public interface ReportsKeeper {

    /**
     * Keeps a report that could be read as JUnit XML.
     *
     * @param name its path in the image below the place of reports; what a container called it, so not to be trusted
     * @throws io.kuberelease.model.ReleaseException when it can't be kept
     */
    void keep(String name, byte[] xml);

    /** For where nobody shows them. */
    static ReportsKeeper none() {
        return (name, xml) -> {};
    }
}
