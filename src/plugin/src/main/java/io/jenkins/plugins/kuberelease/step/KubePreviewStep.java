package io.jenkins.plugins.kuberelease.step;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.app.preview.PreviewStep;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code kubePreview} in a Jenkinsfile: brings a branch to a namespace and an address of its own. */
public final class KubePreviewStep extends VersionedStep {
    private static final String NAME = "kubePreview";

    /** The branch whose preview it is; null for that of the build. */
    @DataBoundSetter
    public @Nullable String branch;

    /** The host and port where the address is asked for; null for where its name leads. */
    @DataBoundSetter
    public @Nullable String ingress;

    @DataBoundConstructor
    public KubePreviewStep() {}

    /** Does what the project's other pipelines do, where a page has begun it without any. */
    @Override
    void begunBy(PreviewRequest asked) {
        PreviewStep step = asked.step();
        if (directory == null && file == null && label == null) {
            directory = Util.fixEmpty(step.directory());
            file = step.file().equals(PreviewStep.USUAL.file()) ? null : step.file();
            label = Util.fixEmpty(step.label());
        }
    }

    @Override
    StepRequest request(GivenSettings given) throws BadRequest {
        ReleaseSpec.Beside beside = given.value(ingress, "preview", "ingress").beside();
        return request(beside, true, ReleaseSpec.Parts.ALL, version, null, ReleaseAnswer.Part.RELEASE)
                .previewing(Optional.ofNullable(branch));
    }

    /** Describes the step to pipelines and the snippet generator. */
    @Extension
    @Symbol(NAME)
    public static final class DescriptorImpl extends Descriptor {
        public DescriptorImpl() {
            super(NAME, "Deploy a preview of a branch with kube-release", CallArguments::inTexts);
        }
    }
}
