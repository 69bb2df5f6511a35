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

    private @Nullable String to;
    private @Nullable String from;
    private @Nullable String version;
    private @Nullable String bundle;

    @DataBoundConstructor
    public KubePromoteStep() {
        // All fields have setters: missing values are reported together.
    }

    /** The names of the environments to promote to, separated by commas; must not be null when the step runs. */
    public @Nullable String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(@Nullable String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /** The name of the environment whose bundle is promoted; null for the one that comes before. */
    public @Nullable String getFrom() {
        return from;
    }

    @DataBoundSetter
    public void setFrom(@Nullable String from) {
        this.from = Util.fixEmptyAndTrim(from);
    }

    /** The version whose bundle is promoted; null for what is in the environment before. */
    public @Nullable String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(@Nullable String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    /** The reference or digest of the bundle to promote; null for what is in the environment before. */
    public @Nullable String getBundle() {
        return bundle;
    }

    @DataBoundSetter
    public void setBundle(@Nullable String bundle) {
        this.bundle = Util.fixEmptyAndTrim(bundle);
    }

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
