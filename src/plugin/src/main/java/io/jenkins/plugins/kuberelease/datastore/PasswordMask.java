package io.jenkins.plugins.kuberelease.datastore;

import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.remoting.Channel;
import hudson.util.Secret;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Set;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;

/** Masks the passwords of datastores in a block's log; they are encrypted where a pipeline is stored. */
public final class PasswordMask extends ConsoleLogFilter implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> encrypted = new ArrayList<>();

    PasswordMask(Set<String> passwords) {
        passwords.forEach(password -> encrypted.add(Secret.fromString(password).getEncryptedValue()));
    }

    @Override
    @SuppressWarnings("rawtypes") // as Jenkins has it
    public OutputStream decorateLogger(Run build, OutputStream logger) {
        return masked(logger, pattern());
    }

    private Pattern pattern() {
        return SecretPatterns.getAggregateSecretPattern(encrypted.stream()
                .map(value -> Secret.toString(Secret.decrypt(value)))
                .toList());
    }

    private static OutputStream masked(OutputStream logger, Pattern pattern) {
        return new SecretPatterns.MaskingOutputStream(logger, () -> pattern, "UTF-8");
    }

    /** An agent that writes the log itself can't decrypt, so it is sent the pattern to look for. */
    private Object writeReplace() {
        return Channel.current() == null ? this : new OnAgent(pattern());
    }

    /** The mask on an agent, with the passwords in clear. */
    public static final class OnAgent extends ConsoleLogFilter implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Pattern pattern;

        OnAgent(Pattern pattern) {
            this.pattern = pattern;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public OutputStream decorateLogger(Run build, OutputStream logger) {
            return masked(logger, pattern);
        }
    }
}
