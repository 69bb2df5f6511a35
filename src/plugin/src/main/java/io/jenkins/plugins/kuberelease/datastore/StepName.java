package io.jenkins.plugins.kuberelease.datastore;

import hudson.model.Run;
import io.kuberelease.model.AppName;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ReleaseId;
import java.util.Locale;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/**
 * The name of one run of the step, unique among all builds, so that a restarted Jenkins finds its objects in a cluster.
 */
record StepName(AppName app, ReleaseId release) {
    private static final int LONGEST = 30;
    private static final int HASH_DIGITS = 10;

    static StepName of(Run<?, ?> run, FlowNode node) {
        String job = run.getParent().getName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String name = ("job-" + job).replaceAll("-+", "-");
        String all = Jenkins.get().getLegacyInstanceId() + "/" + run.getExternalizableId() + "/" + node.getId();
        return new StepName(
                new AppName(name.substring(0, Math.min(LONGEST, name.length())).replaceAll("-$", "")),
                new ReleaseId("b" + run.getNumber() + "-" + Digest.of(all).hex().substring(0, HASH_DIGITS)));
    }
}
