package io.jenkins.plugins.kuberelease.access.google;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.util.Optional;
import java.util.function.Function;
import jenkins.model.Jenkins;

/**
 * Somebody at Google, as a credential of Jenkins names him.
 *
 * @param name tells one from another; without secrets
 * @param tokens gives a token of his; asks Google, and may be refused
 */
public record GoogleIdentity(String name, Function<GoogleLogin, Credentials> tokens) {

    /**
     * The owner of a key file.
     *
     * @param what what the key file is, for messages: {@code credential gcp}
     * @throws io.kuberelease.model.ReleaseException when it is no key file
     */
    public static GoogleIdentity ofKeyFile(String what, String keyFile) {
        return of(what, ServiceAccountKey.read(what, keyFile));
    }

    /**
     * Absent when the credential is of no kind that the Google OAuth Credentials plugin adds. Asks nobody.
     *
     * @throws io.kuberelease.model.ReleaseException when it is one that holds no key
     */
    public static Optional<GoogleIdentity> of(StandardCredentials found) {
        return isRobot(found) ? Optional.of(GooglePlugin.identity(found)) : Optional.empty();
    }

    /** Whether it is of a kind that the Google OAuth Credentials plugin adds. */
    public static boolean isRobot(com.cloudbees.plugins.credentials.Credentials found) {
        return Jenkins.get().getPlugin("google-oauth-plugin") != null && GooglePlugin.isOne(found);
    }

    static GoogleIdentity of(String what, ServiceAccountKey key) {
        return new GoogleIdentity(what + " " + key.account(), login -> login.login(key));
    }
}
