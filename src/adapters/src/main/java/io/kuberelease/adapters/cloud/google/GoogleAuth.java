package io.kuberelease.adapters.cloud.google;

import io.kuberelease.adapters.cloud.CloudAuth;
import io.kuberelease.adapters.cloud.KeptToken;
import io.kuberelease.model.ImageRepository;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Credentials for Artifact Registry and the {@code gcr.io} names that it serves. Nothing of Google's library is loaded
 * before the first question about one of them.
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

    /** Absent when this machine has no credentials of Google's: public images are read without. */
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
}
