package io.kuberelease.app;

import io.kuberelease.model.Digest;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.plan.Problem;
import io.kuberelease.plan.ProblemReport;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.request.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image that a request names instead of building one.
 *
 * @param who the step or command line that names it, for messages
 * @param text {@code repository@sha256:…}, or {@code repository:tag}, which means the digest that the tag names now
 */
public record GivenImage(String who, String text) {

    /**
     * Resolves the image to a reference by digest. Asks the registry when a tag is given; blocks.
     *
     * @throws BadRequest when it is no image, or not there
     */
    public String resolved(ImageRegistry registry) throws BadRequest {
        try {
            return text.contains("@") ? ImageReference.named(text).toString() : tagged(registry);
        } catch (IllegalArgumentException wrong) {
            throw refused("is no image", "use repository@sha256:…, as kubeBuild gives it, or repository:tag");
        }
    }

    private String tagged(ImageRegistry registry) throws BadRequest {
        int colon = text.lastIndexOf(':');
        if (colon <= text.lastIndexOf('/')) {
            throw refused("has neither a digest nor a tag", "use repository@sha256:…, as kubeBuild gives it");
        }
        ImageRepository repository = ImageRepository.named(text.substring(0, colon));
        Digest digest = registry.resolve(repository, text.substring(colon + 1))
                .orElseThrow(() -> refused("is not in its registry", "push it first, or correct its name"));
        return new ImageReference(repository, digest).toString();
    }

    private BadRequest refused(String reason, String fix) {
        Problem problem = new Problem(new Place(who, 0, 0), "image", Optional.of(text), reason, fix);
        return new BadRequest(new ProblemReport(Map.of()).text(List.of(problem)));
    }

    /** The repository of the image, without checking it; the text may turn out to be no image. */
    public String repository() {
        int digest = text.indexOf('@');
        int colon = text.lastIndexOf(':');
        String without = digest >= 0 ? text.substring(0, digest) : text;
        return digest < 0 && colon > text.lastIndexOf('/') ? text.substring(0, colon) : without;
    }
}
