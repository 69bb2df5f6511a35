package io.jenkins.plugins.kuberelease.access;

import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.kuberelease.config.Settings;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * Where in Jenkins somebody asks for access: what folders have configured and allow is for those inside of them.
 *
 * @param group the nearest folder that has settings and credentials
 * @param name the full name of the job or project, which the rules of folders go by
 */
public record AccessPlace(ItemGroup<?> group, String name) {
    /** The place of a job. */
    public static AccessPlace of(Item job) {
        return new AccessPlace(job.getParent(), job.getFullName());
    }

    /**
     * The place of a project's jobs, as Jenkins itself sees it; where the project is gone, that of the folder which
     * remains, under the same rules.
     */
    static AccessPlace ofProject(String project) {
        Jenkins jenkins = Jenkins.get();
        ACLContext everywhere = ACL.as2(ACL.SYSTEM2);
        try {
            for (String at = project; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
                if (jenkins.getItemByFullName(at) instanceof ItemGroup<?> folder) {
                    return new AccessPlace(folder, project);
                }
            }
        } finally {
            everywhere.close();
        }
        return new AccessPlace(jenkins, project);
    }

    /** The settings that apply: the nearest folder's first, Jenkins' own last. */
    List<Settings> settings() {
        return Settings.of(group);
    }
}
