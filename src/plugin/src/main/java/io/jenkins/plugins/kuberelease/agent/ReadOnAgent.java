package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.ReleasePlanner;
import io.kuberelease.app.ReleaseSpec;
import java.io.File;
import java.util.Map;
import jenkins.MasterToSlaveFileCallable;

/** Reads the release file on the machine that has it, for a release that needs nothing else of the source. */
public final class ReadOnAgent extends MasterToSlaveFileCallable<Planned> {
    private static final long serialVersionUID = 2L;

    private final String spec;

    public ReadOnAgent(ReleaseSpec spec) {
        this.spec = spec.toJson();
    }

    /** Returns the release file without a plan. */
    @Override
    public Planned invoke(File workspace, VirtualChannel channel) {
        ReleaseSpec asked = ReleaseSpec.ofJson(spec);
        try {
            return new Planned("", "", ReleasePlanner.text(asked.file(), asked.beside(), workspace.toPath()), Map.of());
        } catch (BadRequest wrong) {
            return Planned.refused(wrong.report());
        }
    }
}
