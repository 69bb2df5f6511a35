package io.kuberelease.adapters.helm;

import com.fasterxml.jackson.databind.JsonNode;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.SecretNames;
import io.kuberelease.port.StageControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads Compose projects with the Compose Specification's own library, which is in Go as Helm is, and so in the same
 * program. Blocks.
 */
public final class ComposeReader {
    private static final int SHORTEST = 3;

    private final HelmWorkers workers;

    public ComposeReader(HelmWorkers workers) {
        this.workers = workers;
    }

    /**
     * A project that was read.
     *
     * @param project its canonical form: includes, extends, merges and variables done, paths absolute
     * @param variables what its files may use: of the caller and of {@code .env}; secrets are among them
     * @param off the services whose profile was not asked for
     * @param warnings what the library itself finds strange, such as variables that are not set
     */
    public record Read(JsonNode project, Map<String, String> variables, List<String> off, List<String> warnings) {
        public Read {
            variables = Map.copyOf(variables);
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
            return new Read(read.project(), read.known(), read.services(), read.said());
        } catch (HelmWorker.Refused refused) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.BAD_INPUT,
                            "the compose file can't be read: "
                                    + withoutValues(
                                            String.valueOf(refused.getMessage()).strip(), directory, environment))
                    .suggesting("mend what Compose's own reader names; docker compose config says the same"));
        } catch (IOException gone) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "could not read the compose file: " + gone.getMessage()),
                    Duration.ZERO);
        }
    }

    /** The reader's message without values of {@code .env} and of secrets, which it quotes where they are no numbers. */
    private static String withoutValues(String said, Path directory, Map<String, String> environment) {
        Set<String> values =
                new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        environment.forEach((name, value) -> {
            if (SecretNames.looksSecret(name)) {
                values.add(value);
            }
        });
        try (Stream<String> lines = Files.lines(directory.resolve(".env"))) {
            lines.filter(line -> line.contains("="))
                    .map(line -> line.substring(line.indexOf('=') + 1).strip().replaceAll("^[\"']|[\"']$", ""))
                    .forEach(values::add);
        } catch (IOException | UncheckedIOException none) {
            // Then it has no values either.
            values.remove("");
        }
        String shown = said;
        for (String value : values) {
            shown = value.length() < SHORTEST ? shown : shown.replace(value, "…");
        }
        return shown;
    }
}
