package io.kuberelease.adapters.kubernetes.previews;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.kuberelease.adapters.kubernetes.support.Labels;
import io.kuberelease.model.AppName;
import io.kuberelease.model.LivePreview;
import io.kuberelease.model.LivePreview.State;
import io.kuberelease.plan.PreviewClaim;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a preview's namespace says of itself. It is one only when labels and annotations agree with each other and with
 * its name, so that neither a label that somebody has added nor a copied manifest makes one. Pure.
 */
final class PreviewNamespace {
    private static final String BRANCH = "kube-release.io/preview-branch";
    private static final String ITSELF = "kube-release.io/preview-namespace";
    private static final String OWNER = "kube-release.io/preview-owner";
    private static final String SINCE = "kube-release.io/preview-since";
    private static final String UNTIL = "kube-release.io/preview-until";
    private static final String ADDRESS = "kube-release.io/preview-address";
    /** Stands there until it is known that the preview is not one too many. */
    private static final String CLAIMED = "kube-release.io/preview-claimed";

    /** A claim that nothing has come of by then is of a release that died; it takes nobody's place any more. */
    private static final Duration CLAIMING = Duration.ofMinutes(10);

    private PreviewNamespace() {}

    /** A selector for the namespaces that may be previews of the app. */
    static Map<String, String> selector(AppName app) {
        return Map.of(Labels.APP, app.value());
    }

    static Namespace fresh(String name, AppName app, PreviewClaim claim, String owner, Instant now) {
        Map<String, String> said = said(claim, owner, now);
        said.put(ITSELF, name);
        said.put(BRANCH, claim.branch());
        said.put(SINCE, now.toString());
        said.put(CLAIMED, now.toString());
        said.put(UNTIL, claimedUntil(claim, now).toString());
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Labels.ours(Map.of(Labels.APP, app.value(), Labels.PREVIEW, claim.slug())))
                .withAnnotations(said)
                .endMetadata()
                .build();
    }

    /** The same preview, released to once more; it lives no shorter than somebody has asked for. */
    static Namespace again(Namespace found, LivePreview before, PreviewClaim claim, String owner, Instant now) {
        Map<String, String> said = said(claim, owner, now);
        if (before.state() == State.CLAIMED) {
            said.put(UNTIL, claimedUntil(claim, now).toString());
        } else if (before.until().isAfter(now.plus(claim.lifetime()))) {
            said.put(UNTIL, before.until().toString());
        }
        return new NamespaceBuilder(found)
                .editMetadata()
                .addToAnnotations(said)
                .endMetadata()
                .build();
    }

    static Namespace until(Namespace found, Instant until) {
        return new NamespaceBuilder(found)
                .editMetadata()
                .addToAnnotations(UNTIL, until.toString())
                .endMetadata()
                .build();
    }

    /** There is room for it: from now on it lives for its time. */
    static Namespace admitted(Namespace found, PreviewClaim claim, Instant now) {
        return new NamespaceBuilder(found)
                .editMetadata()
                .removeFromAnnotations(CLAIMED)
                .addToAnnotations(UNTIL, now.plus(claim.lifetime()).toString())
                .endMetadata()
                .build();
    }

    private static Instant claimedUntil(PreviewClaim claim, Instant now) {
        return now.plus(claim.lifetime().compareTo(CLAIMING) < 0 ? claim.lifetime() : CLAIMING);
    }

    private static Map<String, String> said(PreviewClaim claim, String owner, Instant now) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put(OWNER, owner);
        said.put(UNTIL, now.plus(claim.lifetime()).toString());
        said.put(ADDRESS, claim.address().toString());
        return said;
    }

    /** The app whose preview it says that it is; absent when that is no app's name. */
    static Optional<AppName> app(Namespace found) {
        try {
            return Optional.ofNullable(found.getMetadata().getLabels())
                    .map(labels -> labels.get(Labels.APP))
                    .map(AppName::new);
        } catch (IllegalArgumentException somebodyHasWrittenIt) {
            return Optional.empty();
        }
    }

    /** The preview of the app that this namespace is; absent when it is none. */
    static Optional<LivePreview> read(Namespace found, AppName app) {
        Map<String, String> labels =
                Optional.ofNullable(found.getMetadata().getLabels()).orElse(Map.of());
        Map<String, String> said =
                Optional.ofNullable(found.getMetadata().getAnnotations()).orElse(Map.of());
        String name = found.getMetadata().getName();
        boolean agree = app.value().equals(labels.get(Labels.APP))
                && labels.containsKey(Labels.PREVIEW)
                && name.equals(said.get(ITSELF))
                && said.containsKey(BRANCH);
        if (!agree) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LivePreview(
                    new io.kuberelease.model.Namespace(name),
                    found.getMetadata().getUid(),
                    said.getOrDefault(BRANCH, ""),
                    Optional.ofNullable(said.get(ADDRESS)).map(URI::create),
                    said.getOrDefault(OWNER, ""),
                    Instant.parse(said.getOrDefault(SINCE, "")),
                    Instant.parse(said.getOrDefault(UNTIL, "")),
                    state(found, said)));
        } catch (DateTimeException | IllegalArgumentException somebodyHasWrittenIt) {
            return Optional.empty();
        }
    }

    private static State state(Namespace found, Map<String, String> said) {
        if (found.getMetadata().getDeletionTimestamp() != null) {
            return State.ENDING;
        }
        return said.containsKey(CLAIMED) ? State.CLAIMED : State.LIVE;
    }
}
