package io.jenkins.plugins.kuberelease.page;

import hudson.model.Item;
import hudson.model.Run;
import io.kuberelease.app.actions.DuplicatePromotion;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A page that tells why a request was refused, and what to do about it. */
public final class Refusal implements HttpResponse {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final Object subject;
    private final Cause cause;
    private final String address;

    private Refusal(Object subject, Cause cause, String address) {
        this.subject = subject;
        this.cause = cause;
        this.address = address;
    }

    /**
     * Returns the supplier's answer, or a refusal when it throws a {@link ReleaseException}.
     *
     * @param subject the build or project whose page it is
     */
    static HttpResponse unless(Object subject, Supplier<HttpResponse> answer) {
        try {
            return answer.get();
        } catch (ReleaseException refused) {
            return new Refusal(subject, refused.reason(), "");
        }
    }

    /** Refuses because the same was begun already, with a link for visitors who may see that build. */
    static Refusal since(Run<?, ?> run, DuplicatePromotion<Run<?, ?>> earlier) {
        Optional<String> address = Optional.of(earlier.build())
                .filter(build -> build.hasPermission(Item.READ))
                .map(build -> build.getUrl() + ReleaseAction.URL + "/"
                        + earlier.release().map(id -> "#" + id).orElse(""));
        return new Refusal(run, earlier.told(address.isPresent()), address.orElse(""));
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException, ServletException {
        response.setStatus(cause.kind() == CauseKind.ACCESS_DENIED ? FORBIDDEN : CONFLICT);
        request.getView(this, "index").forward(request, response);
    }

    /** Used by the Jelly view; no script fills it. */
    public PageFrame getFrame() {
        return PageFrame.asking("");
    }

    /** Used by the side panel. */
    public Object subject() {
        return subject;
    }

    /** The address of the release that was begun before, relative to Jenkins' root; empty for none. */
    public String address() {
        return address;
    }

    /** The reason of the refusal. */
    public String summary() {
        return cause.summary();
    }

    /** The suggestion, as the end of "perhaps you should …"; empty for none. */
    public String advice() {
        return cause.suggestion().orElse("");
    }
}
