package io.kuberelease.adapters.registryauth.google;

import io.kuberelease.port.RegistryAuth.Advice;
import io.kuberelease.port.RegistryAuth.Refusal;
import java.util.Optional;

/** What Google's refusals mean to the person who can change it. */
final class GoogleAdvice {
    private GoogleAdvice() {}

    /**
     * @param who as whom we came; absent when there were no credentials
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
