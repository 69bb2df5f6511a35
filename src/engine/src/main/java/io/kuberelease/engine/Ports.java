package io.kuberelease.engine;

import io.kuberelease.port.Approvals;
import io.kuberelease.port.BundleStore;
import io.kuberelease.port.ChartPackager;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.Datastores;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.EnvironmentLock;
import io.kuberelease.port.EnvironmentProbe;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.ImagePrefetch;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.PreviewContents;
import io.kuberelease.port.Previews;
import io.kuberelease.port.ReleaseRecords;
import io.kuberelease.port.ResourceTracker;
import io.kuberelease.port.TestMarks;
import io.kuberelease.port.TestRunner;

/** The ports that the stages of a release use. */
public record Ports(
        ImageBuilder builder,
        ImageRegistry registry,
        ChartPackager charts,
        BundleStore bundles,
        Datastores datastores,
        TestRunner tests,
        TestMarks marks,
        Deployer deployer,
        ResourceTracker tracker,
        EnvironmentProbe probe,
        EnvironmentLock locks,
        ReleaseRecords records,
        Approvals approvals,
        EvidenceStore evidence,
        ImagePrefetch prefetch,
        Previews previews,
        PreviewContents previewContents,
        ClusterMaker clusters) {}
