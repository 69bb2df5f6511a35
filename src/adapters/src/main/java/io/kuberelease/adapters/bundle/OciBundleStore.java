package io.kuberelease.adapters.bundle;

import io.kuberelease.model.Bundle;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Digest;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.ChartValues;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.ImageRegistry.Artifact;
import io.kuberelease.port.ReleaseFiles;
import io.kuberelease.port.StageControl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps bundles as OCI artifacts, the same byte for byte for the same content. A bundle's tag is {@code bundle-} and
 * the first {@value #TAG_HEX} digits of its description's digest: it keeps the bundle from being cleaned away, and
 * other content under the same version never meets a tag that may not move.
 */
public final class OciBundleStore implements BundleStore {
    private static final int TAG_HEX = 12;

    private final Optional<EnvironmentSource> source;
    private final ImageRegistry registry;
    private final ReleaseFiles files;
    private final Map<Contents, Artifact> foreseen = new ConcurrentHashMap<>();

    /**
     * @param files holds the packaged chart by its digest, and keeps the chart of a bundle that is read
     * @param source the directory of the release file: values files are found from there
     * @param values reads and merges the values files
     */
    public OciBundleStore(ImageRegistry registry, ReleaseFiles files, Path source, ChartValues values) {
        this(registry, files, Optional.of(new EnvironmentSource(new ValuesFiles(source), values)));
    }

    private OciBundleStore(ImageRegistry registry, ReleaseFiles files, Optional<EnvironmentSource> source) {
        this.source = source;
        this.registry = registry;
        this.files = files;
    }

    /** A store that only reads: its {@link #write} always fails. */
    public static OciBundleStore ofExisting(ImageRegistry registry, ReleaseFiles files) {
        return new OciBundleStore(registry, files, Optional.empty());
    }

    private record EnvironmentSource(ValuesFiles files, ChartValues values) {
        EnvironmentFiles reading(StageControl control) {
            return new EnvironmentFiles(files, values, control);
        }
    }

    /**
     * Stores the bundle.
     *
     * @throws ReleaseException.Failed when values can't be read or hold a secret: all that was found is in the
     *     evidence, by file, line and key, never with the value
     */
    @Override
    public ImageReference write(Contents contents, ImageRepository repository, StageControl control) {
        Artifact known = foreseen.get(contents);
        Artifact artifact = known == null ? artifact(contents, control) : known;
        if (control.cancellation().requested()) {
            throw new ReleaseException.Aborted("stopped before the bundle was pushed; nothing is left");
        }
        return registry.push(repository, artifact, tagOf(artifact));
    }

    @Override
    public Foreseen foresee(Contents contents, ImageRepository repository, StageControl control) {
        Artifact artifact = artifact(contents, control);
        foreseen.put(contents, artifact);
        ImageReference reference = new ImageReference(repository, registry.digest(artifact));
        return new Foreseen(reference, new BundleArtifact(reference, artifact).checked());
    }

    private Artifact artifact(Contents contents, StageControl control) {
        Map<EnvironmentName, byte[]> read = checkedValues(contents, control);
        BundleDocument document = BundleDocument.of(contents, read);
        return BundleArtifact.of(document, files.read(contents.chart().digest()), read);
    }

    /**
     * Fetches a bundle.
     *
     * @throws ReleaseException.Failed when the artifact is no bundle, or a layer is not the one that the description
     *     names
     */
    @Override
    public Bundle read(ImageReference bundle, StageControl control) {
        BundleArtifact artifact = new BundleArtifact(bundle, registry.pull(bundle));
        Bundle checked = artifact.checked();
        files.keep(artifact.chart());
        return checked;
    }

    private Map<EnvironmentName, byte[]> checkedValues(Contents contents, StageControl control) {
        EnvironmentFiles environments = source.orElseThrow().reading(control);
        Map<EnvironmentName, byte[]> read = environments.read(contents.environments());
        List<Finding> findings = environments.findings();
        if (!findings.isEmpty()) {
            throw new ReleaseException.Failed(refusal(contents, findings));
        }
        return read;
    }

    private static Cause refusal(Contents contents, List<Finding> findings) {
        Finding first = findings.get(0);
        String more = findings.size() == 1 ? "" : " (and " + (findings.size() - 1) + " more)";
        String summary = "could not write the bundle of " + contents.app() + " " + contents.version() + ": "
                + first.place() + ": " + first.what() + more;
        return Cause.of(CauseKind.BAD_INPUT, summary)
                .suggesting(first.fix())
                .seen(List.of(new Evidence(
                        "values that can't go into a bundle",
                        findings.stream().map(Finding::line).toList())));
    }

    private static String tagOf(Artifact artifact) {
        return "bundle-" + Digest.of(artifact.config().content()).hex().substring(0, TAG_HEX);
    }
}
