package io.jenkins.plugins.kuberelease.page;

import hudson.model.Run;
import hudson.security.Permission;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** The person who looks at a build's page: who they are, and what they may do there. */
final class Visitor {
    private final Run<?, ?> run;
    private final Authentication authentication;

    private Visitor(Run<?, ?> run, Authentication authentication) {
        this.run = run;
        this.authentication = authentication;
    }

    /** Whoever makes the present request. */
    static Visitor present(Run<?, ?> run) {
        return new Visitor(run, Jenkins.getAuthentication2());
    }

    /** As Jenkins knows them. */
    String name() {
        return authentication.getName();
    }

    boolean may(Permission permission) {
        return run.getACL().hasPermission2(authentication, permission);
    }

    /** Whether an approval's rule names them or a group of theirs; a rule without names lets everybody with the right. */
    boolean isNamed(List<String> by) {
        return by.isEmpty()
                || by.contains(name())
                || authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(by::contains);
    }
}
