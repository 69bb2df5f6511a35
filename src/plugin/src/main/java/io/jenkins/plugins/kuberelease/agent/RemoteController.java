package io.jenkins.plugins.kuberelease.agent;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ResourceStatus;
import io.kuberelease.model.Secret;
import io.kuberelease.port.Progress;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Optional;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** What an agent tells and asks the controller while it builds an image; called through the channel. */
public interface RemoteController extends SerializableOnlyOverRemoting {

    /** A line of a program's output. */
    void log(String source, String line);

    /** The present activity, in a few words. */
    void note(String text);

    /**
     * Returns the credentials for the repository that is built for; none for any other.
     *
     * @return user, password and expiry in milliseconds since 1970, 0 for none; an empty array when there are no
     *     credentials
     */
    String[] credentials(String repository);

    /**
     * On the controller: the agent's words are data like any other, masked here and escaped where they are shown; it is
     * given credentials for the one repository that it builds for, and no more.
     */
    record OnController(Progress progress, SecretMask mask, RegistryAuth registries, ImageRepository repository)
            implements RemoteController {
        @Override
        public void log(String source, String line) {
            progress.log(source, mask.line(line));
        }

        @Override
        public void note(String text) {
            progress.note(mask.line(text));
        }

        @Override
        public String[] credentials(String asked) {
            return asked.equals(repository.toString())
                    ? registries
                            .credentials(repository)
                            .map(OnController::asText)
                            .orElseGet(() -> new String[0])
                    : new String[0];
        }

        private static String[] asText(Credentials credentials) {
            long end = credentials.expires().map(Instant::toEpochMilli).orElse(0L);
            return new String[] {credentials.user(), credentials.password().reveal(), Long.toString(end)};
        }

        /** Sends a proxy that calls this object through the channel, instead of a copy. */
        private Object writeReplace() throws NotSerializableException {
            return getChannelForSerialization().export(RemoteController.class, this);
        }
    }

    /** On the agent: passes a build's progress on to the controller, and asks it each time credentials are needed. */
    record OnAgent(RemoteController controller) implements Progress, RegistryAuth {
        @Override
        public void log(String source, String line) {
            controller.log(source, line);
        }

        @Override
        public void resource(ResourceStatus status) {
            // A build touches no resource of a cluster.
        }

        @Override
        public void note(String text) {
            controller.note(text);
        }

        @Override
        public Optional<Credentials> credentials(ImageRepository repository) {
            String[] answer = controller.credentials(repository.toString());
            if (answer.length == 0) {
                return Optional.empty();
            }
            long end = Long.parseLong(answer[2]);
            Optional<Instant> expires = end == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(end));
            return Optional.of(new Credentials(answer[0], new Secret(answer[1]), expires));
        }
    }
}
