package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.kuberelease.agent.PlanOnAgent;
import io.jenkins.plugins.kuberelease.agent.Planned;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Puts what a release begins with into its directory: first what it needs of the source, then the journal, whose
 * being there says that the rest is.
 *
 * @param directory the release's directory
 */
public record Preparation(Path directory) {
    /** The release file with what the Jenkinsfile says beside it, for whoever takes the bundle further. */
    static final String DESCRIPTION = "release-file.yaml";

    /** What makes the plan. */
    public interface Making {
        void make() throws IOException, InterruptedException;
    }

    /** Has the plan made, unless there is one: then nothing is asked that may be away by now. */
    public void prepareUnlessDone(Making making) throws IOException, InterruptedException {
        if (!Files.exists(directory.resolve(FileJournal.FILE))) {
            making.make();
        }
    }

    /**
     * Makes the plan where the source is.
     *
     * @throws AbortException with everything that is wrong with the release file
     */
    public void prepare(SourceWorkspace place, ReleaseSpec spec) throws IOException, InterruptedException {
        Planned planned = planned(place, spec);
        if (planned.isRefused()) {
            place.leave();
            throw new AbortException(planned.problems());
        }
        write(planned.files());
        begin(planned.description(), new JournalCodec().read(planned.plan()));
    }

    /** Begins the journal of a release that needs nothing of the source but the release file's text. */
    void begin(String description, JournalEntry plan) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(DESCRIPTION), description);
        try (FileJournal journal = FileJournal.open(directory, new JournalCodec())) {
            journal.append(plan);
        }
    }

    private static Planned planned(SourceWorkspace place, ReleaseSpec spec) throws IOException, InterruptedException {
        try {
            FilePath source = place.open(Cancellation.NEVER);
            return source.act(new PlanOnAgent(spec, place.variables()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            place.leave();
            throw e;
        }
    }

    /** The names come from an agent, which is not trusted with the controller's files. */
    private void write(Map<String, byte[]> files) throws IOException {
        Path source = Files.createDirectories(directory.resolve(ReleasePorts.SOURCE));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = source.resolve(file.getKey()).normalize();
            if (!path.startsWith(source) || path.equals(source)) {
                throw new IOException("the agent sent a file that leads out of its place: " + file.getKey());
            }
            Files.createDirectories(Objects.requireNonNull(path.getParent(), "what is below a directory has one"));
            Files.write(path, file.getValue());
        }
    }
}
