package io.kuberelease.model;

import java.util.List;
import java.util.Map;

/**
 * Datastores that are ready, and how a pod reaches them. Holds no credential: those are in the cluster only.
 *
 * @param target where they run
 * @param owner the name of the object that owns everything; deleting it deletes all
 * @param ownerUid that object's uid
 * @param address the pod's IP address
 * @param hostNames the names under which a pod finds them, as a compose file would have them
 * @param secret the name of the Secret with a key for each variable
 * @param variables the variables' names, each a key in the Secret
 * @param versions each datastore's name with its version, for showing
 */
public record RunningDatastores(
        Target target,
        String owner,
        String ownerUid,
        String address,
        List<String> hostNames,
        String secret,
        List<String> variables,
        Map<String, String> versions) {
    public RunningDatastores {
        hostNames = List.copyOf(hostNames);
        variables = List.copyOf(variables);
        versions = Map.copyOf(versions);
    }
}
