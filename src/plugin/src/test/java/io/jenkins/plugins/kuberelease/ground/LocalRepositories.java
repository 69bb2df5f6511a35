package io.jenkins.plugins.kuberelease.ground;

import hudson.plugins.git.GitSCM;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets Jenkins take sources from directories of this machine, which it does not otherwise, during each test. */
public final class LocalRepositories implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }
}
