package io.kuberelease.adapters.releasefile;

import io.kuberelease.plan.Problem;
import io.kuberelease.request.Place;
import java.util.Optional;

/** Carries the problem that ends the reading of a file out of the parser. */
final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    SyntaxException(Place place, String reason, String fix) {
        super(place + ": " + reason);
        this.problem = new Problem(place, "the file", Optional.empty(), reason, fix);
    }

    Problem problem() {
        return problem;
    }
}
