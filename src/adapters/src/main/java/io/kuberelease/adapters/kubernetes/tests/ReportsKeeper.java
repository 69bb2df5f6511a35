package io.kuberelease.adapters.kubernetes.tests;

/** Keeps the report files, for a user interface that shows more than the counts. */
public interface ReportsKeeper {

    /**
     * Keeps a report that could be read as JUnit XML.
     *
     * @param name its path below the directory of reports; given by a container, so not to be trusted
     * @throws io.kuberelease.model.ReleaseException when it can't be kept
     */
    void keep(String name, byte[] xml);

    /** A keeper that drops all reports. */
    static ReportsKeeper none() {
        return (name, xml) -> {};
    }
}
