package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubeRollback} in a Jenkinsfile: rolls an environment back to a bundle that was good there. */
public final class KubeRollbackStep extends BundleStep {
    private static final String NAME = "kubeRollback";

    private @Nullable String environment;
    private @Nullable String to;

    @DataBoundConstructor
    public KubeRollbackStep() {
        // All fields have setters: missing values are reported together.
    }

    /** The name of the environment to roll back; must not be null when the step runs. */
    public @Nullable String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(@Nullable String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** The version, or the digest of the bundle, to go back to; null for the last good one. */
    public @Nullable String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(@Nullable String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    @Override
    StepExecution begin(StepContext context) throws AbortException {
        new StepProblems(NAME)
                .required("environment", environment, "say which, for example environment: 'production'")
                .refuseAny();
        BundleTarget wish = new BundleTarget.RollBack(to, Objects.requireNonNullElse(environment, ""));
        return new KubeReleaseExecution(context, order(NAME, wish));
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends SourceStepDescriptor {
        public DescriptorImpl() {
            super(NAME, "Roll an environment back with kube-release", StepArguments::promotion);
        }
    }
}
