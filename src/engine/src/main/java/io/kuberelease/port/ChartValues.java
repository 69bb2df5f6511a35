package io.kuberelease.port;

import java.util.List;

/** Merges values files with Helm, whose own reading of YAML is the only one that counts. */
public interface ChartValues {

    /**
     * The values of several files, later ones over earlier ones, as {@code helm -f} has them; a null stays, since it takes
     * away a default of the chart. Blocks.
     *
     * @return JSON with its keys sorted
     * @throws io.kuberelease.model.ReleaseException.Failed when Helm can't read one; its name and, where it is known, the
     *     line stand in the message, never a value
     */
    String merged(List<ValuesFile> files, StageControl control);

    /** A file; its name is for messages. */
    record ValuesFile(String name, String text) {}
}
