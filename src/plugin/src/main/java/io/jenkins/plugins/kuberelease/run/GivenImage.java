package io.jenkins.plugins.kuberelease.run;

import hudson.AbortException;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.jenkins.plugins.kuberelease.wiring.ReleasePorts;
import io.kuberelease.app.PortsFactory;
import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.request.Place;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image that a Jenkinsfile names.
 *
 * @param step the step that names it, for messages
 * @param text {@code repository@sha256:…}, or {@code repository:tag}, which means the digest that the tag names now
 */
public record GivenImage(String step, String text) {

    /**
     * Resolves the image to a reference by digest. Asks the registry when a tag is given, with the build's access.
     * Blocks.
     */
    public String resolved(Run<?, ?> run) throws AbortException {
        try {
            return text.contains("@") ? ImageReference.named(text).toString() : tagged(run);
        } catch (IllegalArgumentException wrong) {
            throw refused("is no image", "use repository@sha256:…, as kubeBuild gives it, or repository:tag");
        }
    }

    private String tagged(Run<?, ?> run) throws AbortException {
        int colon = text.lastIndexOf(':');
        if (colon <= text.lastIndexOf('/')) {
            throw refused("has neither a digest nor a tag", "use repository@sha256:…, as kubeBuild gives it");
        }
        ImageRepository repository = ImageRepository.named(text.substring(0, colon));
        try (Access access = ExtensionList.lookupFirst(AccessProvider.class).of(run)) {
            Digest digest = PortsFactory.registry(ReleasePorts.registries(access), Clock.systemUTC())
                    .resolve(repository, text.substring(colon + 1))
                    .orElseThrow(() -> refused("is not in its registry", "push it first, or correct its name"));
            return new ImageReference(repository, digest).toString();
        }
    }

    private AbortException refused(String reason, String fix) {
        Problem problem = new Problem(new Place(step, 0, 0), "image", Optional.of(text), reason, fix);
        return new AbortException(new ProblemReport(Map.of()).text(List.of(problem)));
    }

    /** The repository of the image, without checking it; the text may turn out to be no image. */
    public String repository() {
        int digest = text.indexOf('@');
        int colon = text.lastIndexOf(':');
        String without = digest >= 0 ? text.substring(0, digest) : text;
        return digest < 0 && colon > text.lastIndexOf('/') ? text.substring(0, colon) : without;
    }
}
