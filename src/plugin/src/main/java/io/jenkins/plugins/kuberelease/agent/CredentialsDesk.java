package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.NotSerializableException;
import java.time.Instant;

/** Gives an agent credentials for the one repository that it builds for: an agent is not trusted with more. */
record CredentialsDesk(RegistryAuth registries, ImageRepository repository) implements RemoteCredentials {
    private static final String[] NOTHING = {};

    @Override
    public String[] of(String asked) {
        if (!asked.equals(repository.toString())) {
            return NOTHING;
        }
        return registries.credentials(repository).map(CredentialsDesk::asText).orElse(NOTHING);
    }

    /** It stays here; what an agent gets calls it through the channel. */
    private Object writeReplace() throws NotSerializableException {
        return getChannelForSerialization().export(RemoteCredentials.class, this);
    }

    private static String[] asText(Credentials credentials) {
        long end = credentials.expires().map(Instant::toEpochMilli).orElse(0L);
        return new String[] {credentials.user(), credentials.password().reveal(), Long.toString(end)};
    }
}
