package io.kuberelease.adapters.cloud.google;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.kuberelease.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Loads Google's credentials at their first use, so that nothing of Google's library is loaded before. */
@FunctionalInterface
public interface GoogleAccess {

    /**
     * Loads the credentials.
     *
     * @throws IOException when there are none, or they can't be read
     */
    GoogleCredentials load() throws IOException;

    /**
     * This machine's own, in Google's usual order ("application default credentials"): the file of
     * {@code GOOGLE_APPLICATION_CREDENTIALS}, {@code gcloud auth application-default login}, the metadata server, which
     * also gives workload identity.
     */
    static GoogleAccess usual() {
        return GoogleCredentials::getApplicationDefault;
    }

    /**
     * Those of a service account.
     *
     * @param key its key file's content; other kinds of credentials are refused, since they could name a program or an
     *     address to ask
     */
    static GoogleAccess serviceAccount(Secret key) {
        return () -> ServiceAccountCredentials.fromStream(
                new ByteArrayInputStream(key.reveal().getBytes(StandardCharsets.UTF_8)));
    }
}
