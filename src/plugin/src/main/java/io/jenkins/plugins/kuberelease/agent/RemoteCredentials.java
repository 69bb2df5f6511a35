package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Optional;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** The credentials that the agent asks the controller for while it builds; called through the channel. */
public interface RemoteCredentials extends SerializableOnlyOverRemoting {

    /**
     * Returns the credentials for the repository that is built for; none for any other.
     *
     * @return user, password and expiry in milliseconds since 1970, 0 for none; an empty array when there are no
     *     credentials
     */
    String[] of(String repository);

    /** On the controller: gives an agent credentials for the one repository that it builds for, and no more. */
    record OnController(RegistryAuth registries, ImageRepository repository) implements RemoteCredentials {
        @Override
        public String[] of(String asked) {
            return asked.equals(repository.toString())
                    ? registries
                            .credentials(repository)
                            .map(OnController::asText)
                            .orElseGet(() -> new String[0])
                    : new String[0];
        }

        /** Sends a proxy that calls this object through the channel, instead of a copy. */
        private Object writeReplace() throws NotSerializableException {
            return getChannelForSerialization().export(RemoteCredentials.class, this);
        }

        private static String[] asText(Credentials credentials) {
            long end = credentials.expires().map(Instant::toEpochMilli).orElse(0L);
            return new String[] {credentials.user(), credentials.password().reveal(), Long.toString(end)};
        }
    }

    /** On the agent: asks the controller each time credentials are needed. */
    record OnAgent(RemoteCredentials controller) implements RegistryAuth {
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
}
