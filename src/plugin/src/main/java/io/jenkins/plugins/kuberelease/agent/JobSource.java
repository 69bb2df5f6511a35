package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import io.jenkins.plugins.kuberelease.access.OtherBranch;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.scm.GenericSCMStep;

/**
 * The source that a build's job has configured, like {@code checkout scm}: the build's own revision of a branch, or
 * what the job's script is read from. Checkouts in the script don't count, since Jenkins knows those only from earlier
 * builds.
 *
 * @param other the branch to fetch instead
 */
record JobSource(Run<?, ?> run, Optional<String> other) {

    /** Whether the job has such a source. */
    boolean isNamed() {
        return BuildRevision.of(run).isPresent() || !ofTheScript().isEmpty();
    }

    /** Checks it out. Changes and polling data are recorded with the build, unless it has ended. */
    void checkOut(FilePath directory, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        for (SCM source : sources(listener)) {
            GenericSCMStep step = new GenericSCMStep(source);
            step.setChangelog(run.isBuilding());
            step.setPoll(run.isBuilding());
            try {
                step.checkout(run, directory, listener, launcher);
            } catch (IOException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("could not check out " + source.getKey() + ": " + e.getMessage(), e);
            }
        }
    }

    /** The variables that a checkout sets, with Git commit and branch. Empty before the first checkout. */
    Map<String, String> variables(TaskListener listener) throws IOException, InterruptedException {
        Map<String, String> told = new HashMap<>();
        for (SCM source : sources(listener)) {
            source.buildEnvironment(run, told);
        }
        return told;
    }

    private List<SCM> sources(TaskListener listener) throws IOException, InterruptedException {
        if (other.isPresent()) {
            return List.of(new OtherBranch(run, other.get()).scm(listener));
        }
        Optional<BuildRevision> head = BuildRevision.of(run);
        return head.isPresent() ? List.of(head.get().scm(listener)) : ofTheScript();
    }

    private List<SCM> ofTheScript() {
        FlowDefinition script = run.getParent() instanceof WorkflowJob job ? job.getDefinition() : null;
        return script == null ? List.of() : List.copyOf(script.getSCMs());
    }
}
