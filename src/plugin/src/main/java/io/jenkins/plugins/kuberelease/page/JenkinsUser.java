package io.jenkins.plugins.kuberelease.page;

import hudson.model.Run;
import hudson.security.Permission;
import io.kuberelease.app.actions.ActionKind;
import io.kuberelease.app.actions.CurrentUser;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** The user who makes the present request to a build's page. */
final class JenkinsUser implements CurrentUser {
    private final Run<?, ?> run;
    private final Authentication authentication;

    JenkinsUser(Run<?, ?> run) {
        this.run = run;
        this.authentication = Jenkins.getAuthentication2();
    }

    /** The permission that a kind of action needs. */
    static Permission permission(ActionKind kind) {
        return switch (kind) {
            case APPROVE -> ReleasePermissions.APPROVE;
            case ABORT -> ReleasePermissions.ABORT;
            case PROMOTE -> ReleasePermissions.PROMOTE;
            case ROLLBACK -> ReleasePermissions.ROLLBACK;
        };
    }

    @Override
    public String name() {
        return authentication.getName();
    }

    @Override
    public boolean may(ActionKind kind) {
        return run.getACL().hasPermission2(authentication, permission(kind));
    }

    @Override
    public boolean isNamed(List<String> by) {
        return by.isEmpty()
                || by.contains(name())
                || authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(by::contains);
    }
}
