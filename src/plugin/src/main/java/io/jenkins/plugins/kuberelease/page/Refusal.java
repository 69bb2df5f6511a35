package io.jenkins.plugins.kuberelease.page;

import hudson.model.Item;
import hudson.model.Run;
import io.kuberelease.app.page.DuplicatePromotion;
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

/** Says on a page why what was asked for is not done, and what to do about it. */
public final class Refusal implements HttpResponse {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    private final ReleaseAction action;
    private final Cause cause;
    private final String address;

    private Refusal(ReleaseAction action, Cause cause, String address) {
        this.action = action;
        this.cause = cause;
        this.address = address;
    }

    /** What the supplier answers, or a refusal when it can't be done. */
    static HttpResponse unless(ReleaseAction action, Supplier<HttpResponse> answer) {
        try {
            return answer.get();
        } catch (ReleaseException refused) {
            return new Refusal(action, refused.reason(), "");
        }
    }

    /** That the same was begun before, with the way there for whoever may look. */
    static Refusal since(ReleaseAction action, DuplicatePromotion<Run<?, ?>> earlier) {
        Optional<String> address = Optional.of(earlier.build())
                .filter(build -> build.hasPermission(Item.READ))
                .map(build -> build.getUrl() + ReleaseAction.URL + "/"
                        + earlier.release().map(id -> "#" + id).orElse(""));
        String which = earlier.release()
                .filter(id -> address.isPresent())
                .map(id -> ", as release " + id)
                .orElse(", a moment ago");
        Cause cause = Cause.of(CauseKind.LOCKED, "the same was begun already" + which)
                .suggesting(address.isPresent() ? "look at what becomes of it" : "wait until it is over");
        return new Refusal(action, cause, address.orElse(""));
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, @Nullable Object node)
            throws IOException, ServletException {
        response.setStatus(cause.kind() == CauseKind.ACCESS_DENIED ? FORBIDDEN : CONFLICT);
        request.getView(this, "index").forward(request, response);
    }

    /** For the page, which no script fills. */
    public PageFrame getFrame() {
        return PageFrame.asking("");
    }

    /** For the side panel. */
    public Run<?, ?> run() {
        return action.getRun();
    }

    /** For the page: where the release is that was begun before, relative to Jenkins' root, or nothing. */
    public String address() {
        return address;
    }

    /** Why not. */
    public String summary() {
        return cause.summary();
    }

    /** What to do about it, as the end of "perhaps you should …", or nothing. */
    public String advice() {
        return cause.suggestion().orElse("");
    }
}
