package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code kubePromote} in a Jenkinsfile: takes a bundle that was released already to another environment, with the same
 * image, chart and values by digest.
 */
public final class KubePromoteStep extends BundleStep {
    private static final String NAME = "kubePromote";

    @DataBoundSetter private @Nullable String to;
    @DataBoundSetter private @Nullable String from;
    @DataBoundSetter private @Nullable String version;
    @DataBoundSetter private @Nullable String bundle;

    @DataBoundConstructor
    public KubePromoteStep() {}

    /** The names of the environments to promote to, separated by commas; must not be null when the step runs. */
    public @Nullable String getTo() {
        return Util.fixEmptyAndTrim(to);
    }

    /** The name of the environment whose bundle is promoted; null for the one that comes before. */
    public @Nullable String getFrom() {
        return Util.fixEmptyAndTrim(from);
    }

    /** The version whose bundle is promoted; null for what is in the environment before. */
    public @Nullable String getVersion() {
        return Util.fixEmptyAndTrim(version);
    }

    /** The reference or digest of the bundle to promote; null for what is in the environment before. */
    public @Nullable String getBundle() {
        return Util.fixEmptyAndTrim(bundle);
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        given.required("to", getTo(), "say where to, for example to: 'production'")
                .notBoth("version", getVersion(), "bundle", getBundle(), "a bundle has one version: leave one of them out");
        return request(given, getBundle() == null ? getVersion() : getBundle(), getFrom(), getTo(), false);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Promote a bundle with kube-release", CallArguments::ofBundle);
        }
    }
}
