package io.jenkins.plugins.kuberelease.page;

import hudson.security.Permission;
import io.jenkins.plugins.kuberelease.page.Offer.Deed;
import java.util.Locale;
import java.util.stream.Stream;
import org.kohsuke.stapler.HttpResponses;

/** What a request asks for, and what it takes to be let in. */
final class Asked {
    private Asked() {}

    /** The deed of that name; any other is answered with 400. */
    static Deed deed(String name) {
        return Stream.of(Deed.values())
                .filter(deed -> deed.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> HttpResponses.errorWithoutStack(400, "Ask for approve, abort, promote or rollback"));
    }

    static Permission permission(Deed deed) {
        return switch (deed) {
            case APPROVE -> ReleasePermissions.APPROVE;
            case ABORT -> ReleasePermissions.ABORT;
            case PROMOTE -> ReleasePermissions.PROMOTE;
            case ROLLBACK -> ReleasePermissions.ROLLBACK;
        };
    }
}
