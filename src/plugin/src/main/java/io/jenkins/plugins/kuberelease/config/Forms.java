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

    /** What a try says, as a line under the button; its text is escaped. */
    static FormValidation answer(Callable<String> attempt) {
        try {
            return FormValidation.ok(attempt.call());
        } catch (ReleaseException problem) {
            return FormValidation.error(problem.getMessage());
        } catch (Exception problem) {
            return FormValidation.error("It did not work: " + problem);
        }
    }
}
