package io.jenkins.plugins.kuberelease.agent;

import hudson.remoting.VirtualChannel;
import io.kuberelease.adapters.releasefile.ReleaseFileText;
import io.kuberelease.request.Node;
import java.io.File;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/** Reads the release file where it is, for a release that needs nothing else of the source. */
public final class ReadOnAgent extends MasterToSlaveFileCallable<Described> {
    private static final long serialVersionUID = 1L;

    private final SourceFile source;

    public ReadOnAgent(SourceFile source) {
        this.source = source;
    }

    @Override
    public Described invoke(File workspace, VirtualChannel channel) {
        ReadSource read = new ReadSource(source, workspace.toPath());
        Optional<Node> root = read.root();
        return root.isEmpty()
                ? new Described("", read.report())
                : new Described(new ReleaseFileText().of(root.get()), "");
    }
}
