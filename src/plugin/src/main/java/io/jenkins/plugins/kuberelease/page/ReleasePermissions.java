package io.jenkins.plugins.kuberelease.page;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.model.Item;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import jenkins.model.Jenkins;
import org.jvnet.localizer.Localizable;
import org.jvnet.localizer.ResourceBundleHolder;

/**
 * What a person may do with releases, granted for all of Jenkins, for a folder or for a job. Neither building nor
 * configuring a job includes any of it.
 */
public final class ReleasePermissions {
    private static final ResourceBundleHolder WORDS = ResourceBundleHolder.get(ReleasePermissions.class);

    /** The group under which they are granted. */
    public static final PermissionGroup GROUP = new PermissionGroup(ReleasePermissions.class, words("title"));

    /** Decide about a release that waits: approve or reject. */
    public static final Permission APPROVE = permission("Approve");

    /** Take a bundle to another environment. */
    public static final Permission PROMOTE = permission("Promote");

    /** Take an environment back to an earlier bundle. */
    public static final Permission ROLLBACK = permission("Rollback");

    /** Stop a release: whoever may stop its build. */
    public static final Permission ABORT = Item.CANCEL;

    private ReleasePermissions() {}

    /** Makes Jenkins know them from the start: rights are configured before any page was opened. */
    @Initializer(after = InitMilestone.PLUGINS_PREPARED, before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void announce() {
        // Loading the class is all that it takes.
    }

    private static Permission permission(String name) {
        return new Permission(GROUP, name, words(name), Jenkins.ADMINISTER, PermissionScope.ITEM);
    }

    private static Localizable words(String key) {
        return new Localizable(WORDS, key);
    }
}
