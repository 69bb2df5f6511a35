package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubeRollback} in a Jenkinsfile: rolls an environment back to a bundle that was good there. */
public final class KubeRollbackStep extends BundleStep {
    private static final String NAME = "kubeRollback";

    /** The name of the environment to roll back; must not be null when the step runs. */
    @DataBoundSetter
    public @Nullable String environment;

    /** The version, or the digest of the bundle, to go back to; null for the last good one. */
    @DataBoundSetter
    public @Nullable String to;

    @DataBoundConstructor
    public KubeRollbackStep() {}

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        given.required("environment", environment, "say which, for example environment: 'production'");
        return request(given, to, null, environment, true);
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Roll an environment back with kube-release", CallArguments::ofBundle);
        }
    }
}
