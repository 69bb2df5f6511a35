package io.jenkins.plugins.kuberelease.config;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.kuberelease.model.ReleaseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** Shared by the forms: permission checks, and the answer of a connection test. */
final class Forms {
    private Forms() {}

    /**
     * Throws unless the user may configure this item, or Jenkins when it is null; to be called before anything else.
     */
    static void mayConfigure(@Nullable Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }

    /** What is wrong with a field, if anything is. */
    static FormValidation shown(Optional<String> wrong) {
        return wrong.map(FormValidation::error).orElseGet(FormValidation::ok);
    }

    /** Runs a connection test and shows its result under the button; the text is escaped. */
    static FormValidation answer(Callable<String> attempt) {
        try {
            return FormValidation.ok(attempt.call());
        } catch (ReleaseException problem) {
            return FormValidation.error(problem.reason().withAdvice());
        } catch (Exception problem) {
            return FormValidation.error("It did not work: " + problem);
        }
    }
}
