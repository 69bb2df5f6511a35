package io.jenkins.plugins.kuberelease.config;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.kuberelease.model.ReleaseException;
import java.util.concurrent.Callable;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;

/** What the forms have in common: who may ask, and how a try is answered. */
final class Forms {
    private Forms() {}

    /** Before anything is looked at: who may not configure this place is sent away. */
    static void mayConfigure(@Nullable Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.CONFIGURE);
        }
    }

    static boolean isCloud(String name) {
        return Jenkins.get().clouds.stream().anyMatch(cloud -> cloud.name.equals(name));
    }

    /** Reason and fix. */
    private static String words(ReleaseException problem) {
        return problem.getMessage()
                + problem.reason()
                        .suggestion()
                        .map(fix -> "; perhaps you should " + fix)
                        .orElse("");
    }

    /** What a try says, as a line under the button; its text is escaped. */
    static FormValidation answer(Callable<String> attempt) {
        try {
            return FormValidation.ok(attempt.call());
        } catch (ReleaseException problem) {
            return FormValidation.error(words(problem));
        } catch (Exception problem) {
            return FormValidation.error("It did not work: " + problem);
        }
    }
}
