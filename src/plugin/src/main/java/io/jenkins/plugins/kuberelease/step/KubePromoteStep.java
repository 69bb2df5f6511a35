package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
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

    /** The names of the environments to promote to, separated by commas; must not be null when the step runs. */
    @DataBoundSetter
    public @Nullable String to;

    /** The name of the environment whose bundle is promoted; null for the one that comes before. */
    @DataBoundSetter
    public @Nullable String from;

    /** The version whose bundle is promoted; null for what is in the environment before. */
    @DataBoundSetter
    public @Nullable String version;

    /** The reference or digest of the bundle to promote; null for what is in the environment before. */
    @DataBoundSetter
    public @Nullable String bundle;

    @DataBoundConstructor
    public KubePromoteStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        given.required("to", to, "say where to, for example to: 'production'")
                .notBoth("version", version, "bundle", bundle, "a bundle has one version: leave one of them out");
        return request(given, bundle == null ? version : bundle, from, to, false);
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
