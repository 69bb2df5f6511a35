package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth;
import java.time.Instant;
import java.util.Optional;

/** Credentials that are asked for at the other end of the channel, each time they are needed. */
record AskedCredentials(RemoteCredentials controller) implements RegistryAuth {
    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        String[] answer = controller.of(repository.toString());
        if (answer.length == 0) {
            return Optional.empty();
        }
        long end = Long.parseLong(answer[2]);
        Optional<Instant> expires = end == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(end));
        return Optional.of(new Credentials(answer[0], new Secret(answer[1]), expires));
    }
}
