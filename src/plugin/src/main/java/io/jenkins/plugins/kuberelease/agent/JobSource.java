package io.jenkins.plugins.kuberelease.agent;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.scm.SCM;
import io.jenkins.plugins.kuberelease.access.BuildRevision;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.flow.FlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.scm.GenericSCMStep;

/**
 * The source that a build's job names, as {@code checkout scm} knows it: the build's own revision of a branch, or what the
 * job's script is read from. Never what an earlier build has checked out, which is all that Jenkins knows of a job whose
 * script does its checkouts itself.
 */
record JobSource(Run<?, ?> run) {

    /** Whether there is one. */
    boolean isNamed() {
        return BuildRevision.of(run).isPresent() || !ofTheScript().isEmpty();
    }

    /** Puts it into a directory. The build's changes and polling know of it; the record of one that has ended is left alone. */
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

    /** Variables by which the checkout tells what it is: of Git, commit and branch. Empty before there was one. */
    Map<String, String> variables(TaskListener listener) throws IOException, InterruptedException {
        Map<String, String> told = new HashMap<>();
        for (SCM source : sources(listener)) {
            source.buildEnvironment(run, told);
        }
        return told;
    }

    private List<SCM> sources(TaskListener listener) throws IOException, InterruptedException {
        Optional<BuildRevision> head = BuildRevision.of(run);
        return head.isPresent() ? List.of(head.get().scm(listener)) : ofTheScript();
    }

    private List<SCM> ofTheScript() {
        FlowDefinition script = run.getParent() instanceof WorkflowJob job ? job.getDefinition() : null;
        return script == null ? List.of() : List.copyOf(script.getSCMs());
    }
}
