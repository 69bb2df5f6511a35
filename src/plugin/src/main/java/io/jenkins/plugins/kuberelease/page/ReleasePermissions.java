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
 * The permissions for releases, granted for all of Jenkins, for a folder or for a job. Permissions to build or
 * configure a job include none of them; aborting needs the permission to stop the build.
 */
public final class ReleasePermissions {
    private static final ResourceBundleHolder WORDS = ResourceBundleHolder.get(ReleasePermissions.class);

    /** The group of these permissions. */
    public static final PermissionGroup GROUP = new PermissionGroup(ReleasePermissions.class, words("title"));

    /** Approve or reject a release that waits for a decision. */
    public static final Permission APPROVE = permission("Approve");

    /** Promote a bundle to another environment. */
    public static final Permission PROMOTE = permission("Promote");

    /** Roll an environment back to an earlier bundle. */
    public static final Permission ROLLBACK = permission("Rollback");

    /** Deploy previews of a repository's branches, extend and delete them. */
    public static final Permission PREVIEW = permission("Preview");

    /** Deploy previews of changes from forks, after having seen them; needs {@link #PREVIEW} too. */
    public static final Permission PREVIEW_FORK = permission("PreviewFork");

    /** Abort a release: the same permission as for stopping its build. */
    public static final Permission ABORT = Item.CANCEL;

    private ReleasePermissions() {}

    /** Registers the permissions at startup, since they can be granted before any page was opened. */
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
