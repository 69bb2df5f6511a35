package io.kuberelease.adapters.cloud.google;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import io.kuberelease.adapters.cloud.CloudAuth;
import io.kuberelease.adapters.cloud.KeptToken;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Credentials for Artifact Registry and the {@code gcr.io} names that it serves. Nothing of Google's library is loaded
 * before credentials for one of them are asked for.
 */
public final class GoogleAuth implements CloudAuth {
    private final GoogleService service;
    private final KeptToken kept;

    public GoogleAuth(GoogleAccess access, InstantSource clock) {
        this.service = new GoogleService(access);
        this.kept = new KeptToken(clock);
    }

    @Override
    public boolean serves(ImageRepository repository) {
        return GoogleName.of(repository).isPresent();
    }

    /** Empty when this machine has no credentials of Google's: public images are read without. */
    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        return serves(repository) ? kept.get(service::token) : Optional.empty();
    }

    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        return GoogleName.of(repository).map(name -> {
            Optional<String> who = service.who();
            kept.forget();
            service.forget();
            return GoogleAdvice.on(name, who, refusal);
        });
    }

    /** Gets tokens from Google's own library. The only class that holds its credentials. */
    private static final class GoogleService {
        private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

        private final GoogleAccess access;
        private Optional<GoogleCredentials> credentials = Optional.empty();

        GoogleService(GoogleAccess access) {
            this.access = access;
        }

        /** A new token; empty when this machine has no credentials of Google's at all. */
        synchronized Optional<Credentials> token() {
            Optional<GoogleCredentials> found = found();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            try {
                AccessToken token = found.get().refreshAccessToken();
                return Optional.of(new Credentials(
                        GoogleLogin.TOKEN_USER,
                        new Secret(token.getTokenValue()),
                        Optional.ofNullable(token.getExpirationTime()).map(end -> end.toInstant())));
            } catch (IOException problem) {
                throw GoogleErrors.of(who(), problem);
            }
        }

        /** Loads the credentials anew for the next token: somebody may have logged in meanwhile. */
        synchronized void forget() {
            credentials = Optional.empty();
        }

        /** The identity in words, for messages; empty when no credentials are loaded. */
        synchronized Optional<String> who() {
            return credentials.map(GoogleService::name);
        }

        private Optional<GoogleCredentials> found() {
            if (credentials.isEmpty()) {
                try {
                    credentials = Optional.of(access.load().createScoped(SCOPE));
                } catch (IOException problem) {
                    if (GoogleErrors.nothingFound(problem)) {
                        return Optional.empty();
                    }
                    throw GoogleErrors.unreadable(problem);
                }
            }
            return credentials;
        }

        private static String name(GoogleCredentials credentials) {
            if (credentials instanceof ServiceAccountCredentials account) {
                return "service account " + account.getClientEmail();
            }
            if (credentials instanceof ImpersonatedCredentials impersonated) {
                return "service account " + impersonated.getAccount() + ", impersonated";
            }
            if (credentials instanceof ComputeEngineCredentials) {
                return "the service account of this machine or pod";
            }
            if (credentials instanceof ExternalAccountCredentials) {
                return "a federated identity";
            }
            return credentials instanceof UserCredentials ? "your own Google account" : "a Google account";
        }
    }
}
