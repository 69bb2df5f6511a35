package io.kuberelease.plan;

import io.kuberelease.model.Version;
import java.util.Optional;

/**
 * The Helm chart of the app.
 *
 * @param path its directory, relative to the release file
 * @param version the version it is packaged with
 * @param repository where it is published, for example {@code oci://eu.gcr.io/acme/charts}, or the address of a
 *     ChartMuseum; absent: only in the bundle
 * @param lint how Helm's findings are treated; absent: as {@link LintRule#REFUSE}
 */
public record ChartSpec(String path, Version version, Optional<String> repository, Optional<LintRule> lint) {

    /** A chart with the usual rule for findings. */
    public ChartSpec(String path, Version version, Optional<String> repository) {
        this(path, version, repository, Optional.empty());
    }
}
