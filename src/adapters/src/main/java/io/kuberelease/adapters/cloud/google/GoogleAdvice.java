package io.kuberelease.adapters.cloud.google;

import io.kuberelease.port.RegistryAuth.Advice;
import io.kuberelease.port.RegistryAuth.Refusal;
import java.util.Locale;
import java.util.Optional;

/** The advice for refusals by Google. */
final class GoogleAdvice {
    static final String LOGIN = "log in again: gcloud auth application-default login";

    private GoogleAdvice() {}

    /**
     * The advice when Google gives no token.
     *
     * @param words Google's message
     * @param otherwise the advice for a message that we don't know
     */
    static String onRefusedToken(String words, String otherwise) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("iat and exp") || lower.contains("short-lived token")) {
            return "set this machine's clock";
        }
        if (lower.contains("invalid jwt signature")) {
            return "take a fresh key file: this key was deleted, or is another account's";
        }
        if (lower.contains("account not found") || lower.contains("account has been deleted")) {
            return "check that the service account of the key file exists and is enabled";
        }
        if (lower.contains("getaccesstoken") || lower.contains("impersonat")) {
            return "grant roles/iam.serviceAccountTokenCreator on the service account to whoever takes its place";
        }
        if (lower.contains("expired") || lower.contains("revoked") || lower.contains("rapt")) {
            return LOGIN;
        }
        return otherwise;
    }

    /**
     * @param who the identity that was used, in words; empty when there were no credentials
     */
    static Advice on(GoogleName name, Optional<String> who, Refusal refusal) {
        if (who.isEmpty()) {
            return new Advice(
                    "came without credentials: none of Google's were found in GOOGLE_APPLICATION_CREDENTIALS, those of"
                            + " gcloud, or the metadata server",
                    "run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to a key file");
        }
        String about = "came as " + who.get();
        return refusal == Refusal.DENIED
                ? new Advice(
                        about,
                        "grant roles/artifactregistry.writer on " + name.resource() + " to " + who.get()
                                + ", or correct project, location and name in image.repository")
                : new Advice(
                        about,
                        "check project, location and name (" + name.resource() + "); or create it: gcloud artifacts"
                                + " repositories create " + name.repository()
                                + " --repository-format=docker --location="
                                + name.location() + " --project=" + name.project());
    }
}
