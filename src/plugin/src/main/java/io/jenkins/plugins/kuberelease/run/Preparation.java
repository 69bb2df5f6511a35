package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.kuberelease.agent.PlanOnAgent;
import io.jenkins.plugins.kuberelease.agent.Planned;
import io.jenkins.plugins.kuberelease.agent.SourceWorkspace;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.adapters.journal.FileJournal;
import io.kuberelease.adapters.journal.JournalCodec;
import io.kuberelease.app.AnsweredPlan;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.journal.JournalEntry;
import io.kuberelease.journal.ReleaseEvent;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Prepares the directory of a release: writes first the files that it needs of the source, then the journal. A
 * directory with a journal is therefore complete.
 *
 * @param directory the release's directory
 */
public record Preparation(Path directory) {
    /** The release file merged with the Jenkinsfile's settings, for later promotions of the bundle. */
    static final String DESCRIPTION = "release-file.yaml";

    /** Makes the plan. */
    public interface Making {
        void make() throws IOException, InterruptedException;
    }

    /** Makes the plan, unless the directory has one: then nothing is asked that may be unavailable by now. */
    public void prepareUnlessDone(Making making) throws IOException, InterruptedException {
        if (!FileJournal.hasBegun(directory)) {
            making.make();
        }
    }

    /**
     * Makes the plan at the place of the source.
     *
     * @throws AbortException with everything that is wrong with the release file
     */
    public void prepare(SourceWorkspace place, ReleaseSpec spec) throws IOException, InterruptedException {
        Planned planned = planned(place, spec);
        if (planned.isRefused()) {
            place.leave();
            throw new AbortException(planned.problems());
        }
        try {
            JournalEntry first = first(planned.plan());
            requireAnswer(first, planned.description(), spec);
            write(planned.files());
            begin(planned.description(), first);
        } catch (IOException | RuntimeException e) {
            place.leave();
            throw e;
        }
    }

    /** A journal that began with anything else would be in the way of every page that lists its release. */
    static JournalEntry first(String plan) throws IOException {
        JournalEntry entry = new JournalCodec().read(plan);
        if (entry.number() != 0 || !(entry.event() instanceof ReleaseEvent.Planned)) {
            throw new IOException("the agent answered with something else than a plan");
        }
        return entry;
    }

    private static void requireAnswer(JournalEntry first, String description, ReleaseSpec spec) throws AbortException {
        ReleasePlan plan = ((ReleaseEvent.Planned) first.event()).plan();
        try {
            new AnsweredPlan(plan, description).requireAnswerTo(spec);
        } catch (BadRequest another) {
            throw new AbortException(another.report());
        }
    }

    /** Begins the journal of a release that needs only the release file's text of the source. */
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

    /** Checks the file names, since they come from an agent, which must not write elsewhere on the controller. */
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
