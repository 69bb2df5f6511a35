package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads Compose projects with the Compose Specification's own library, which is in Go as Helm is, and so in the same
 * program. Blocks.
 */
public final class ComposeReader {
    private final HelmWorkers workers;

    public ComposeReader(HelmWorkers workers) {
        this.workers = workers;
    }

    /**
     * A project that was read.
     *
     * @param project its canonical form: includes, extends, merges and variables done, paths absolute
     * @param off the services whose profile was not asked for
     * @param warnings what the library itself finds strange, such as variables that are not set
     */
    public record Read(JsonNode project, List<String> off, List<String> warnings) {
        public Read {
            off = List.copyOf(off);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a project, with its {@code .env} and what it includes.
     *
     * @param files later ones over earlier ones
     * @param environment the variables that the files may use
     * @throws ReleaseException.Failed when Compose would not take the files
     */
    public Read read(Path directory, List<Path> files, Map<String, String> environment, StageControl control) {
        WorkerMessages.Compose asked = new WorkerMessages.Compose(
                directory.toString(), files.stream().map(Path::toString).toList(), environment);
        try {
            WorkerMessages.Composed read = workers.use(
                    control,
                    worker -> worker.ask("compose", asked, WorkerMessages.Composed.class, ChartRenderer.LIMITS));
            return new Read(read.project(), read.services(), read.said());
        } catch (HelmWorker.Refused refused) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "the compose file can't be read: "
                                    + String.valueOf(refused.getMessage()).strip())
                    .suggesting("mend what Compose's own reader names; docker compose config says the same"));
        } catch (IOException gone) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not read the compose file: " + gone.getMessage()),
                    Duration.ZERO);
        }
    }
}
