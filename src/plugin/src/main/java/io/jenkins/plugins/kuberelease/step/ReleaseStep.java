package io.jenkins.plugins.kuberelease.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.kuberelease.access.PreviewRequest;
import io.kuberelease.app.BadRequest;
import io.kuberelease.app.CallArguments;
import io.kuberelease.app.GivenImage;
import io.kuberelease.app.GivenSettings;
import io.kuberelease.app.ReleaseAnswer;
import io.kuberelease.app.ReleaseSpec;
import io.kuberelease.plan.PlanCompiler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The fields of all steps: where the release file is. In a base class because Jenkins binds a form to fields of the step.
 * None is a constructor's parameter, so that missing values are reported together with all else that is wrong.
 */
public abstract class ReleaseStep extends Step {
    /** The directory of the release file: a path in the workspace, or null for the workspace itself. */
    @DataBoundSetter
    public @Nullable String directory;

    /** The name of the release file: a name, or null for kube-release.yaml. */
    @DataBoundSetter
    public @Nullable String file;

    /** The agents that may be used when the step is outside {@code node}: a label expression, or null for any agent. */
    @DataBoundSetter
    public @Nullable String label;

    ReleaseStep() {}

    /** Shows invalid arguments on the build's page too. */
    @Override
    public final StepExecution start(StepContext context) throws IOException, InterruptedException {
        String name = getDescriptor().getFunctionName();
        Optional.ofNullable(context.get(Run.class)).flatMap(PreviewRequest::of).ifPresent(this::begunBy);
        try {
            return new KubeReleaseExecution(context, request(new GivenSettings(name)));
        } catch (BadRequest wrong) {
            AbortException refused = new AbortException(wrong.report());
            new OnTheBuildsPage(context, name).tell(refused);
            throw refused;
        }
    }

    /** Told before the request is made when a person has asked for the build on the page of previews. */
    void begunBy(PreviewRequest asked) {}

    /**
     * Makes the request from the fields of the step.
     *
     * @param given takes the settings that override the release file, and the problems
     */
    abstract StepRequest request(GivenSettings given) throws BadRequest;

    /**
     * Asks for a release from the source, or for parts of one.
     *
     * @param needed whether there must be a release file even if the step does not name one
     * @param version overrides the one found in the repository; null to use that
     * @param to the last environments, separated by commas; null for all
     */
    final StepRequest request(
            ReleaseSpec.Beside beside,
            boolean needed,
            ReleaseSpec.Parts parts,
            @Nullable String version,
            @Nullable String to,
            ReleaseAnswer.Part answer) {
        return new StepRequest(spec(beside, needed, parts, version, to), label, answer, null);
    }

    /** Asks for a release of a bundle that exists; there must be a release file, as {@code needed} says. */
    final StepRequest request(
            ReleaseSpec.Beside beside, boolean needed, StepRequest.OfBundle bundle, ReleaseAnswer.Part answer) {
        return new StepRequest(spec(beside, needed, ReleaseSpec.Parts.ALL, null, null), label, answer, bundle);
    }

    /** These parts alone, with the image if there is one. */
    static ReleaseSpec.Parts only(@Nullable String image, String... parts) {
        return new ReleaseSpec.Parts(List.of(parts), true, Optional.ofNullable(image));
    }

    /** The repository of an image or bundle; null without one. */
    final @Nullable String repositoryOf(@Nullable String image) {
        return image == null ? null : new GivenImage(getDescriptor().getFunctionName(), image).repository();
    }

    private ReleaseSpec spec(
            ReleaseSpec.Beside beside,
            boolean needed,
            ReleaseSpec.Parts parts,
            @Nullable String version,
            @Nullable String to) {
        ReleaseSpec.File source = new ReleaseSpec.File(
                Objects.requireNonNullElse(directory, ""),
                Objects.requireNonNullElse(file, PlanCompiler.USUAL_FILE),
                Optional.empty(),
                needed || file != null,
                true);
        return new ReleaseSpec(source, beside, parts, Optional.ofNullable(version), GivenSettings.names(to), "");
    }

    /** The common part of the descriptors of all release steps. */
    public abstract static class Descriptor extends StepDescriptor implements CustomDescribableModel {
        private final transient String name;
        private final transient String words;
        private final transient Function<CallArguments, Map<String, Object>> arguments;

        /**
         * @param name the step's name in a Jenkinsfile
         * @param words the description in the snippet generator
         * @param arguments converts the arguments in a Jenkinsfile before they are bound to fields
         */
        Descriptor(String name, String words, Function<CallArguments, Map<String, Object>> arguments) {
            this.name = name;
            this.words = words;
            this.arguments = arguments;
        }

        @Override
        public final String getFunctionName() {
            return name;
        }

        @Override
        public final String getDisplayName() {
            return words;
        }

        /** No workspace is required; it is used when there is one. */
        @Override
        public final Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public final Map<String, Object> customInstantiate(Map<String, Object> given) {
            return arguments.apply(new CallArguments(CallArguments.withoutBlanks(given)));
        }

        /** A form sends what was left empty. */
        @Override
        public final UninstantiatedDescribable customUninstantiate(UninstantiatedDescribable step) {
            return step.withArguments(CallArguments.withoutBlanks(step.getArguments()));
        }
    }
}
